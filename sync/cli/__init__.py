"""The command line: parse, call wiring and a job, tell the result, end with the right code."""
