"""What holds documents or their parts: archives, mails, zip and OLE containers."""
