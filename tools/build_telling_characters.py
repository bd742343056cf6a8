"""Write src/textlens/identify/telling.py: the characters that tell Simplified from Traditional script.

A character tells Simplified if GB 2312 has it, OpenCC's s2tw changes it, and Big5's level of frequent
characters lacks it (that leaves out those both scripts use, such as those of "queen" or "inside"). A character tells
Traditional if Big5-HKSCS has it, OpenCC's t2s changes it, and GB 2312 lacks it.

Run: python tools/build_telling_characters.py
"""

from pathlib import Path

import opencc

OUT = Path(__file__).parents[1] / "src" / "textlens" / "identify" / "telling.py"


def codec_characters(codec: str, first: range) -> set[str]:
    """Every character of a double-byte codec whose first byte lies in `first`."""
    found = set()
    for high in first:
        for low in range(0x40, 0xFF):
            try:
                character = bytes([high, low]).decode(codec)
            except UnicodeDecodeError:
                continue
            if len(character) == 1 and "\u4e00" <= character <= "\u9fff":
                found.add(character)
    return found


def changed(characters: set[str], config: str) -> set[str]:
    """Those of the characters that the OpenCC configuration changes."""
    convert = opencc.OpenCC(config).convert
    return {c for c in characters if convert(c) != c}


def main() -> None:
    """Compute both lists and write the module."""
    gb2312 = codec_characters("gb2312", range(0xB0, 0xF8))
    frequent_big5 = codec_characters("big5", range(0xA4, 0xC7))
    big5 = codec_characters("big5hkscs", range(0x81, 0xFF))
    hans = changed(gb2312 - frequent_big5, "s2tw")
    hant = changed(big5 - gb2312, "t2s")
    lines = ['"""Characters that tell the script; written by tools/build_telling_characters.py, not by hand."""', ""]
    for name, characters in (("HANS", hans), ("HANT", hant)):
        ordered = "".join(sorted(characters))
        lines.append(f"{name} = (")
        lines += [f'    "{ordered[i : i + 50]}"' for i in range(0, len(ordered), 50)]
        lines.append(")")
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(hans)} tell Simplified, {len(hant)} tell Traditional -> {OUT}")


if __name__ == "__main__":
    main()
