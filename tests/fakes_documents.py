"""Small documents to read: PDFs written byte by byte, web pages, a folder to put them in."""

from __future__ import annotations

import io
from pathlib import Path

from pypdf import PdfWriter

LIMIT = 100_000
GERMAN = "Putin und Kim trafen sich auf der Insel Russki, um über Größe und Abrüstung zu sprechen."
RUSSIAN = "Путин и Ким встретились на острове Русский, чтобы обсудить разоружение."
KOREAN = "푸틴과 김정은은 루스키섬에서 만나 군축 문제를 논의했다고 전했다."
ENGLISH = "Putin and Kim met on the island of Russki to talk about disarmament."


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """The file `name` in `folder`, with its subfolders; text is written as UTF-8 with its line ends kept."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def pdf(*pages: str) -> bytes:
    """A PDF of some lines of Latin text a page; "" makes an empty page, as a scan is."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, text in enumerate(pages):
        lines = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").split("\n")
        shown = " 0 -14 Td ".join(f"({line}) Tj" for line in lines)
        stream = f"BT /F1 12 Tf 72 720 Td {shown} ET" if text else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
    return _assembled(objects)


def _assembled(objects: list[str]) -> bytes:
    file = io.BytesIO()
    file.write(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(file.tell())
        file.write(f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252"))
    table = file.tell()
    file.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    file.writelines(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    file.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode())
    return file.getvalue()


def locked_pdf(text: str, password: str) -> bytes:
    """A PDF under a password; with "" anybody may read it, as with most "protected" ones."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf(text)))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def web_page(*paragraphs: str, head: str = "") -> str:
    """A page with navigation, an advertisement, comments and a footer around the article."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html><html><head>{head}</head><body>"
        "<nav><ul><li><a href='/'>Startseite</a></li><li><a href='/abo'>Abonnieren</a></li></ul></nav>"
        f"<main><article>{body}</article></main>"
        "<aside class='advertisement'>Jetzt Sonnenbrillen kaufen!</aside>"
        "<div id='comments' class='comments'><p>Ein Leserkommentar unter dem Artikel.</p></div>"
        "<footer>Impressum und Datenschutz</footer></body></html>"
    )
