"""Plain pages that show the lists in a browser, at the addresses where SharePoint would."""
