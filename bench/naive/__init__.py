"""The same ticket in the plain way of Django REST framework: model serializers, and Django's defaults.

Nested carriers out, ids in, the same rows written (links and ledger too). It leaves out what is dear to render: the
rights of each field. So the factor that it is beaten by errs on the low side.
"""
