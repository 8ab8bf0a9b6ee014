"""What the service knows and decides, as pure functions over frozen records."""
