"""The register's doorways: where the canonical list of publications and items is kept."""
