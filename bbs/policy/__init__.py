"""The policy engine: pure. No I/O, no clock, no randomness, no asyncio, no logging."""
