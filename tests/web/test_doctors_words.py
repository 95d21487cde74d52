"""What the doctor found, as the page says it in Spanish."""

import ast
import tomllib
from pathlib import Path

import pytest

from edge.respond.sentences import load
from edge.web.answers import Problem
from edge.web.doctors_words import DoctorsWords

SPANISH = load("spanish")


def said(problem: Problem | None) -> str:
    """As the page does: a field that has words of its own is said in them."""
    if problem is None:
        return ""
    if not problem.key:
        return problem.error
    fields = {name: SPANISH.get(f"{name}.{value}", value) for name, value in problem.fields.items()}
    return SPANISH[problem.key].format(**fields)


CONFINED = "uploads are kept from the box's files: yes, from the network: no"
CONFINADO = "lo que se sube queda apartado de los archivos del aparato: sí, y de la red: no"


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("no watch is paired", "no hay ningún reloj emparejado"),
        ("Python 3.12.1", "Python 3.12.1"),
        ("Python 3.9.2 is not one that EdgeCoach runs on", "EdgeCoach no funciona con Python 3.9.2"),
        ("only room for 1 hours of recording", "solo hay sitio para 1 horas de grabación"),
        (CONFINED, CONFINADO),
        (
            f"{CONFINED}; memory, time and size of what they write are limited all the same",
            f"{CONFINADO}; su memoria, su tiempo y lo que escribe están limitados igualmente",
        ),
        (
            "/s cannot be written (No space left on device), so nothing is recorded or learned",
            "no se puede escribir en /s (el disco está lleno), así que no se graba ni se aprende nada",
        ),
        ("/dev/video0 (HD Webcam)", "/dev/video0 (HD Webcam)"),
    ],
)
def test_a_finding_is_said_in_spanish(sentence: str, text: str) -> None:
    told = DoctorsWords(load("english")).told({"name": "some", "level": "info", "sentence": sentence, "advice": ""})
    assert (said(told.texts[0]), told.advice) == (text, None)


def test_its_advice_too() -> None:
    found = {"name": "watch", "level": "info", "sentence": "no watch is paired", "advice": "run `edgecoach pair`, if there is one"}
    assert said(DoctorsWords(load("english")).told(found).advice) == "ejecuta `edgecoach pair`, si hay uno"


def test_what_is_wrong_with_a_device_is_found_with_its_advice() -> None:
    advice = "correct capture.watch.adapter, or leave it empty"
    told = DoctorsWords(load("english")).told(
        {"name": "watch", "level": "issue", "sentence": "there is no Bluetooth adapter named hci7", "advice": advice}
    )
    assert told.texts[0].key == "trouble.no_bluetooth"
    assert "hci7" in said(told.texts[0])
    assert told.advice is None, "the text says it"


def test_findings_of_several_pins_are_each_said_by_themselves() -> None:
    missing = (
        "respond.lights.red, respond.lights.blue: pin 41 of the Raspberry Pi is not a GPIO pin: the nearest that can be used are 38, 40"
    )
    ground = "respond.haptics.pin: pin 6 of the Raspberry Pi is ground: the nearest that can be used are 7, 8"
    told = DoctorsWords(load("english")).told({"name": "pins", "level": "issue", "sentence": f"{missing}; {ground}", "advice": ""})
    assert [said(text) for text in told.texts] == [
        "opción respond.lights.red, respond.lights.blue",
        "el pin 41 de Raspberry Pi no es un pin GPIO: los más cercanos que sirven son 38, 40",
        "opción respond.haptics.pin",
        "el pin 6 de Raspberry Pi es masa: los más cercanos que sirven son 7, 8",
    ]
    assert told.advice is None


def test_what_is_wrong_with_one_pin_is_said_with_its_advice() -> None:
    found = {"name": "pins", "level": "issue", "sentence": "respond.buzzer.pin: there is no gpiochip9", "advice": "there is gpiochip0"}
    told = DoctorsWords(load("english")).told(found)
    assert [said(text) for text in told.texts] == ["opción respond.buzzer.pin", "no hay ningún gpiochip9: hay gpiochip0"]
    assert told.advice is None


def test_pins_in_order_are_said_too() -> None:
    sentence = "haptics.pin is pin 33 (GPIO13): line 38 of tegra-gpio (/dev/gpiochip0); buzzer.pin is gpiochip0:5: line 5 of tegra-gpio"
    told = DoctorsWords(load("english")).told({"name": "pins", "level": "ok", "sentence": sentence, "advice": ""})
    assert [said(text) for text in told.texts] == [
        "haptics.pin es pin 33 (GPIO13): línea 38 de tegra-gpio (/dev/gpiochip0)", "buzzer.pin es gpiochip0:5: línea 5 de tegra-gpio",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "texts"),
    [
        (
            "/etc/a.toml: line 2: there is no option prot in [web]; the nearest is port (the first of 2)",
            ["línea 2 de /etc/a.toml", "no hay ninguna opción prot en [web]; la más parecida es port", "es el primero de 2 errores"],
        ),
        (
            "/etc/a.toml: line 7: this is not TOML: unterminated string",
            ["línea 7 de /etc/a.toml", "esto no es TOML (al texto le falta la comilla final)"],
        ),
        (
            "a.toml: line 3: port must be from 0 to 65535, and 70000 is not (the first of 7)",
            ["línea 3 de a.toml", "port tiene que estar entre 0 y 65535, y 70000 no lo está", "es el primero de 7 errores"],
        ),
    ],
)
def test_the_first_mistake_of_the_configuration_is_said_too(sentence: str, texts: list[str]) -> None:
    advice = "run `edgecoach config check a.toml`; until then the daemon opens no device"
    told = DoctorsWords(load("english")).told({"name": "configuration", "level": "issue", "sentence": sentence, "advice": advice})
    assert [said(text) for text in told.texts] == texts
    assert said(told.advice) == "ejecuta `edgecoach config check a.toml`; hasta entonces no se abre ningún dispositivo"


def test_what_the_reader_of_toml_complains_about_has_words() -> None:
    source = Path(tomllib.__file__).with_name("_parser.py").read_text(encoding="utf-8")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    made = [node.args[2].value for node in calls if len(node.args) == 3 and isinstance(node.args[2], ast.Constant)]
    complaints = [text for text in made if isinstance(text, str) and " " in text]
    assert len(complaints) > 10
    assert [text for text in complaints if f"problem.{text[:1].lower()}{text[1:]}" not in SPANISH] == []


def test_a_sentence_of_which_a_part_is_unknown_stays_whole() -> None:
    told = DoctorsWords(load("english")).told({"name": "pins", "level": "issue", "sentence": "no watch is paired; hm", "advice": ""})
    assert [said(text) for text in told.texts] == ["no watch is paired; hm"]
