"""The process owner's pages: the library, the drawing and its editor, versions and what differs between them."""
