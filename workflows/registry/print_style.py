"""How letters look on paper: A4, one column, the organisation's head and foot."""

PRINT_STYLE = """
@page {
  size: A4;
  margin: 22mm 25mm 25mm 25mm;
  @bottom-right { content: counter(page) " (" counter(pages) ")"; font: 9pt "Inter", "Liberation Sans", sans-serif; }
}
html { font: 11pt/1.45 "Source Serif 4", "Liberation Serif", "DejaVu Serif", serif; color: #111; }
body { margin: 0; }
h1 { font: 600 16pt/1.25 "Inter", "Liberation Sans", sans-serif; margin: 8mm 0 4mm; }
h2 { font: 600 11.5pt/1.3 "Inter", "Liberation Sans", sans-serif; margin: 6mm 0 1.5mm; break-after: avoid; }
h3 { font: 600 11pt/1.3 "Inter", "Liberation Sans", sans-serif; margin: 4mm 0 1mm; break-after: avoid; }
p { margin: 0 0 3mm; orphans: 3; widows: 3; }
ul, ol { margin: 0 0 3mm; padding-left: 6mm; }
table { border-collapse: collapse; width: 100%; margin: 2mm 0 4mm; font-size: 10pt; }
th, td { border-bottom: .25pt solid #888; padding: 1.2mm 2mm 1.2mm 0; text-align: left; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
tr { break-inside: avoid; }
.letter-head { display: flex; justify-content: space-between; margin-bottom: 8mm; font-size: 10pt; }
.letter-head p { margin: 0; }
.letter-unit { font-weight: 600; }
.letter-dates { text-align: right; }
.letter-to { margin: 6mm 0; }
.letter-to p { margin: 0; }
.letter-foot { margin-top: 12mm; border-top: .25pt solid #888; padding-top: 2mm; font-size: 8.5pt; color: #444; }
.letter-foot p { margin: 0; }
.signature { margin-top: 12mm; break-inside: avoid; }
.notice { border-left: 1.5pt solid #111; padding-left: 4mm; }
"""
