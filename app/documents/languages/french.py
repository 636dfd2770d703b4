"""French. The space before a colon does not break."""

from app.documents.languages.words import Words

FRENCH = Words(
    quotation="Offre",
    prepared_for="À l’attention de",
    project="Projet",
    number="Offre n°",
    edition="Révision",
    issued="Date",
    valid_until="Valable jusqu’au",
    currency="Devise",
    contact="Votre contact",
    introduction=(
        "Nous vous remercions de l’intérêt que vous portez à nos produits et avons le plaisir de "
        "vous proposer "
        "ce qui suit, aux conditions énoncées dans ce document."
    ),
    offer="Notre offre",
    all_amounts="Tous les montants en {currency}, hors taxes",
    columns=("N°", "Produit", "Qté", "Prix tarif", "Remise", "Prix net", "Montant net"),
    no_lines="Cette offre n’a pas encore de lignes.",
    further_lines="Autres articles",
    subtotal="Sous-total {group}",
    instead_of="À la place de la ligne {line}",
    runs="du {start} au {end}",
    runs_from="à partir du {start}",
    optional="Articles en option",
    optional_note="Vous pouvez les ajouter. Ils ne sont pas compris dans le total.",
    alternatives="Variantes",
    alternatives_note="Chacune peut remplacer la ligne indiquée. Elles ne sont pas comprises dans le total.",
    list_total="Total au prix tarif",
    discount_total="Votre remise",
    net_total="Total net",
    one_time="Unique",
    monthly="Récurrent, {amount} par mois",
    yearly="Récurrent, {amount} par an",
    charged_monthly="{amount} par mois",
    charged_yearly="{amount} par an",
    whole="L’offre entière",
    taxes=(
        "Les prix s’entendent hors taxe sur la valeur ajoutée, droits de douane et autres taxes semblables."
    ),
    terms="Conditions",
    acceptance="Acceptation",
    accepted=(
        "Nous acceptons l’offre {number} du {issued}, d’un total net de {total}, et commandons ce "
        "qu’elle décrit "
        "à ses conditions."
    ),
    accepted_revised=(
        "Nous acceptons l’offre {number}, révision {edition}, du {issued}, d’un total net de {total}, et "
        "commandons ce qu’elle décrit à ses conditions."
    ),
    signature_fields=("Lieu et date", "Société", "Nom et fonction", "Signature"),
    technical_data="Caractéristiques techniques",
    technical_introduction=(
        "Chaque configuration est décrite une seule fois, avec les lignes auxquelles elle s’applique."
    ),
    on_line="Ligne {lines}",
    on_lines="Lignes {lines}",
    item_number="Référence {number}",
    other_data="Autres données",
    open_choices=(
        "Certains choix de cette configuration restent ouverts ; son prix comprend ce qui est décidé."
    ),
    more_sheets=(
        "{count} autres configurations ne sont pas décrites ici. Nous envoyons leurs données sur demande."
    ),
    yes="Oui",
    no="Non",
    none="Aucun",
    prices="Formation des prix",
    prices_introduction="Chaque étape avec ce qu’elle a changé, pour la ligne entière.",
    price_columns=("Étape", "Règle", "Variation", "Prix ensuite"),
    rounding="Arrondi",
    cost="Coût",
    margin="Marge",
    not_known="inconnu",
    internal="Usage interne : ne pas remettre au client",
    draft="Projet",
    reference="Réf. {quote} · Catalogue {release}",
    page="Page {page} sur {pages}",
    glyphs_missing=(
        "Le signe {mark} remplace un caractère que les polices de ce document ne peuvent pas afficher. "
        "L’enregistrement dans le système contient le texte d’origine."
    ),
)
