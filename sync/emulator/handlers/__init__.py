"""What each route does, by subject. A handler reads the call, asks the store and says what to answer; no rules here."""
