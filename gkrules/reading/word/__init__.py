"""Word processor files: `.docx`, the binary `.doc`, OpenDocument text, and what LibreOffice converts."""
