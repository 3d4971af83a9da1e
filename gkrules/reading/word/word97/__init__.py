"""The Word binary format ([MS-DOC], Word 97 to 2003, Kingsoft's ``.wps``), made into the tree that the walk over ``.docx`` reads."""
