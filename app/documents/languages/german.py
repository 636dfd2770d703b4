"""German."""

from app.documents.languages.words import Words

GERMAN = Words(
    quotation="Angebot",
    prepared_for="Angebot für",
    project="Projekt",
    number="Angebotsnummer",
    edition="Revision",
    issued="Datum",
    valid_until="Gültig bis",
    currency="Währung",
    contact="Ihr Kontakt",
    introduction=(
        "Vielen Dank für Ihr Interesse an unseren Produkten. Gerne bieten wir Ihnen zu den in diesem "
        "Dokument "
        "genannten Bedingungen Folgendes an."
    ),
    offer="Unser Angebot",
    all_amounts="Alle Beträge in {currency}, ohne Steuern",
    columns=("Pos.", "Produkt", "Menge", "Listenpreis", "Rabatt", "Nettopreis", "Betrag netto"),
    no_lines="Dieses Angebot hat noch keine Positionen.",
    further_lines="Weitere Positionen",
    subtotal="Zwischensumme {group}",
    instead_of="Anstelle von Position {line}",
    runs="{start} bis {end}",
    runs_from="Ab {start}",
    optional="Optionale Positionen",
    optional_note="Diese Positionen können Sie hinzufügen. Sie sind in der Summe nicht enthalten.",
    alternatives="Alternativen",
    alternatives_note=(
        "Jede kann an die Stelle der genannten Position treten. Sie sind in der Summe nicht enthalten."
    ),
    list_total="Summe zu Listenpreisen",
    discount_total="Ihr Rabatt",
    net_total="Nettosumme",
    one_time="Einmalig",
    monthly="Wiederkehrend, {amount} im Monat",
    yearly="Wiederkehrend, {amount} im Jahr",
    charged_monthly="{amount} im Monat",
    charged_yearly="{amount} im Jahr",
    whole="Das ganze Angebot",
    taxes="Die Preise verstehen sich ohne Umsatzsteuer, Zölle und andere Abgaben dieser Art.",
    terms="Bedingungen",
    acceptance="Annahme",
    accepted=(
        "Wir nehmen das Angebot {number} vom {issued} mit einer Nettosumme von {total} an und bestellen das "
        "darin Beschriebene zu seinen Bedingungen."
    ),
    accepted_revised=(
        "Wir nehmen das Angebot {number}, Revision {edition}, vom {issued} mit einer Nettosumme von "
        "{total} an "
        "und bestellen das darin Beschriebene zu seinen Bedingungen."
    ),
    signature_fields=("Ort und Datum", "Firma", "Name und Funktion", "Unterschrift"),
    technical_data="Technische Daten",
    technical_introduction=(
        "Jede Konfiguration ist einmal beschrieben, mit den Positionen, für die sie gilt."
    ),
    on_line="Position {lines}",
    on_lines="Positionen {lines}",
    item_number="Artikelnummer {number}",
    other_data="Weitere Daten",
    open_choices="Einiges an dieser Konfiguration ist noch offen; der Preis umfasst, was entschieden ist.",
    more_sheets=(
        "{count} weitere Konfigurationen sind hier nicht beschrieben. Ihre Daten senden wir auf Anfrage."
    ),
    yes="Ja",
    no="Nein",
    none="Keine",
    prices="Wie die Preise entstehen",
    prices_introduction="Jeder Schritt mit dem, was er verändert hat, jeweils für die ganze Position.",
    price_columns=("Schritt", "Regel", "Änderung", "Preis danach"),
    rounding="Rundung",
    cost="Kosten",
    margin="Marge",
    not_known="nicht bekannt",
    internal="Intern: nicht für den Kunden",
    draft="Entwurf",
    reference="Ref. {quote} · Katalog {release}",
    page="Seite {page} von {pages}",
    glyphs_missing=(
        "Das Zeichen {mark} steht für ein Schriftzeichen, das die Schriften dieses Dokuments nicht "
        "zeigen können. "
        "Der Datensatz im System enthält den ursprünglichen Text."
    ),
)
