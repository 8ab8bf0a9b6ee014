"""Configuration: settings say how the service runs, mappings say what words mean. Every mistake is told at once, with its place."""
