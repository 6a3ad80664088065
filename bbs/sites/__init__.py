"""The pages that people of the network see: the front door, the board, and listed sites in Markdown."""
