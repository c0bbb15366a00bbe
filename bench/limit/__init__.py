"""The limit app: the same calls with the same statements as Fjord, as bare as Python does them.

Nothing of Fjord, Django or any framework is imported here. `tests/bench` holds its answers equal to Fjord's.
"""
