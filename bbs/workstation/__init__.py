"""The workstation: the home page with its address bar, its wall of bookmarks and the message boards."""
