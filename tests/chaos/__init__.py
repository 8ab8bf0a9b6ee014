"""The write path on bad days: every fault of the local SharePoint, people's edits and crashes, in one process."""
