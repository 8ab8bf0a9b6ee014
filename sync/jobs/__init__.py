"""What the service does with its ports: read, reconcile, apply, and again on a schedule."""
