"""What every room of the house needs to answer a request: pages, links, forms, headers, sign-in."""
