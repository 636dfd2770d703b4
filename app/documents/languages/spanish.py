"""Spanish."""

from app.documents.languages.words import Words

SPANISH = Words(
    quotation="Oferta",
    prepared_for="A la atención de",
    project="Proyecto",
    number="Oferta n.º",
    edition="Revisión",
    issued="Fecha",
    valid_until="Válida hasta",
    currency="Moneda",
    contact="Su contacto",
    introduction=(
        "Gracias por su interés en nuestros productos. Tenemos el gusto de ofrecerle lo siguiente, en las "
        "condiciones que se indican en este documento."
    ),
    offer="Nuestra oferta",
    all_amounts="Todos los importes en {currency}, sin impuestos",
    columns=("N.º", "Producto", "Cant.", "Precio de tarifa", "Dto.", "Precio neto", "Importe neto"),
    no_lines="Esta oferta aún no tiene líneas.",
    further_lines="Otros artículos",
    subtotal="Subtotal {group}",
    instead_of="En lugar de la línea {line}",
    runs="del {start} al {end}",
    runs_from="a partir del {start}",
    optional="Artículos opcionales",
    optional_note="Puede añadirlos. No están incluidos en el total.",
    alternatives="Alternativas",
    alternatives_note="Cada una puede sustituir a la línea que nombra. No están incluidas en el total.",
    list_total="Total a precios de tarifa",
    discount_total="Su descuento",
    net_total="Total neto",
    one_time="Único",
    monthly="Periódico, {amount} al mes",
    yearly="Periódico, {amount} al año",
    charged_monthly="{amount} al mes",
    charged_yearly="{amount} al año",
    whole="La oferta completa",
    taxes="Los precios no incluyen IVA, derechos de aduana ni otros gravámenes similares.",
    terms="Condiciones",
    acceptance="Aceptación",
    accepted=(
        "Aceptamos la oferta {number} de fecha {issued}, con un total neto de {total}, y pedimos lo "
        "que describe "
        "en sus condiciones."
    ),
    accepted_revised=(
        "Aceptamos la oferta {number}, revisión {edition}, de fecha {issued}, con un total neto de "
        "{total}, y "
        "pedimos lo que describe en sus condiciones."
    ),
    signature_fields=("Lugar y fecha", "Empresa", "Nombre y cargo", "Firma"),
    technical_data="Datos técnicos",
    technical_introduction="Cada configuración se describe una vez, con las líneas a las que se aplica.",
    on_line="Línea {lines}",
    on_lines="Líneas {lines}",
    item_number="Referencia {number}",
    other_data="Otros datos",
    open_choices="Quedan elecciones abiertas en esta configuración; su precio cubre lo que está decidido.",
    more_sheets="Otras {count} configuraciones no se describen aquí. Enviamos sus datos si los solicita.",
    yes="Sí",
    no="No",
    none="Ninguno",
    prices="Cómo se forman los precios",
    prices_introduction="Cada paso con lo que ha cambiado, para la línea entera.",
    price_columns=("Paso", "Regla", "Cambio", "Precio después"),
    rounding="Redondeo",
    cost="Coste",
    margin="Margen",
    not_known="no se conoce",
    internal="Uso interno: no entregar al cliente",
    draft="Borrador",
    reference="Ref. {quote} · Catálogo {release}",
    page="Página {page} de {pages}",
    glyphs_missing=(
        "El signo {mark} sustituye a un carácter que las fuentes de este documento no pueden mostrar. "
        "El registro del sistema contiene el texto original."
    ),
)
