"""A static server for the benchmarks: HTTP/1.1 with gzip as any web host has it, nothing kept in caches."""

import gzip
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml")


@contextmanager
def serving(folder: Path, pages: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve ``folder`` on localhost, and ``pages`` (path -> HTML) besides; gives the root address."""
    extra = {path: page.encode() for path, page in (pages or {}).items()}

    @cache
    def body(path: str) -> tuple[bytes, str, bool]:
        """Bytes, media type, whether compressed; raises OSError where there is nothing."""
        data = extra[path] if path in extra else (folder / path).read_bytes()
        media = guess_type(path)[0] or "application/octet-stream"
        if media.startswith(COMPRESSIBLE):
            return gzip.compress(data, 6), media, True
        return data, media, False

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # connections are kept, as everywhere

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path).lstrip("/")
            try:
                data, media, compressed = body(path + "index.html" if path.endswith("/") else path)
            except OSError:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "no-store")
            if compressed:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            with suppress(ConnectionError):  # a visit that ends does not wait for what it does not need
                self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            """No access log between the figures."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
