"""For programs that tests start: they are ready sooner when they load nothing of the tests besides."""

KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
