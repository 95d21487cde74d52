"""Whoever reads Spanish is spoken to as `tú` by every page, report and message: the same sentence may stand before an athlete and staff."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from edge.respond.sentences import load

SOURCE = Path(__file__).parents[2] / "edge" / "web" / "page" / "src"
POLITE = frozenset(
    re.findall(r"\w+", """
    abra acerque acorte active actualice agregue aguarde ajuste alce aleje anada apague apriete arrastre avise baje balancee borre
    busque cambie cancele cierre coja coloque comience compruebe comunique conecte confirme consulte copie corrija corte cuelgue
    cuente deje desconecte despierte detenga diga doble elija empareje empiece empuje encienda ensene envie escanee escoja
    escriba espere estire grabe guarde haga incline indique inicie instale intente introduzca lea levante libere llame lleve
    mantenga marque mida mire muestre mueva observe olvide oprima pase pida pinche ponga presione pruebe pulse quite recargue
    recorte recuerde reinicie repita respire reuna revise salga seleccione siga suba suelte teclee tenga termine tome toque
    utilice vea verifique visite vuelva
    """)
)  # fmt: skip
"""Orders to `usted`, without accents, of the verbs by which a page orders anything; without those that are other words as well."""
JOINED = "(?:se)?(?:lo|la|los|las|le|les)"
BEGINS = re.compile(rf"(?:^|[.:;,!?…(«¡¿]\s*|\b(?:y|e|o|u|luego|despues|antes|ahora)\s+)(?:no\s+)?([a-z]+?)({JOINED})?\b")
GIVEN = re.compile(r'"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`')


def spanish_of_the_page() -> Iterator[tuple[str, str]]:
    """Every text in quotes of the Spanish words of the page, with its file."""
    for path in sorted(SOURCE.rglob("*.ts")):
        words = path.read_text(encoding="utf-8")
        _, _, spanish = words.partition("const spanish: typeof english = {")
        if spanish or path.name == "es.ts":
            yield from ((path.name, one or other) for one, other in GIVEN.findall(spanish or words))


def plainly(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(letter))


def polite(text: str) -> list[str]:
    """The orders to `usted` with which a sentence or a part of it begins, and that word itself."""
    found = [verb for verb, _ in BEGINS.findall(plainly(text)) if verb in POLITE]
    given = [verb for verb, joined in BEGINS.findall(plainly(text)) if verb == "de" and joined]
    return found + given + re.findall(r"\busted(?:es)?\b", plainly(text))


def test_nobody_is_spoken_to_as_usted() -> None:
    told = [*load("spanish").items(), *spanish_of_the_page()]
    assert len(told) > 1000
    assert [(where, text) for where, text in told if polite(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Pulse Hecho",
        "Ya pasó: inténtelo de nuevo",
        "acórtelo e inténtelo",
        "Déselo a la persona",
        "No toque nada",
        "Mire y espere",
        "¿Es usted?",
    ],
)
def test_an_order_to_usted_is_found(text: str) -> None:
    assert polite(text)


@pytest.mark.parametrize("text", ["Pulsa Hecho", "espera a que vuelva", "lo que nadie haga", "de la cámara", "Inténtalo", "al de él"])
def test_what_is_none_is_let_pass(text: str) -> None:
    assert not polite(text)
