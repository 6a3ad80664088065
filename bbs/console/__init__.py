"""The teacher's console: every decision, the queue, three lenses on a post, the policies."""
