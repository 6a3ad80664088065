"""QR codes as pictures."""

from __future__ import annotations

import io

from aiohttp import web


def drawn_code(link: str) -> web.Response:
    """An answer with the QR code of a link: dark on light in every colour scheme, with a margin of its own."""
    import segno  # not before somebody looks: the server is there sooner without

    drawn = io.BytesIO()
    code = segno.make(link, error="m", micro=False)
    code.save(drawn, kind="svg", xmldecl=False, omitsize=True, dark="#000", light="#fff", border=3, nl=False)
    return web.Response(body=drawn.getvalue(), content_type="image/svg+xml")
