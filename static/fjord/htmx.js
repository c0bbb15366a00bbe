// htmx would add a style element and build functions from strings; the security policy allows neither.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
