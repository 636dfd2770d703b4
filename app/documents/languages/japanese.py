"""Japanese."""

from app.documents.languages.words import Words

JAPANESE = Words(
    quotation="御見積書",
    prepared_for="宛先",
    project="件名",
    number="見積番号",
    edition="改訂",
    issued="発行日",
    valid_until="有効期限",
    currency="通貨",
    contact="担当者",
    introduction=(
        "平素は格別のご高配を賜り、厚く御礼申し上げます。下記のとおり、本書に記載の条件にてお見積もり申し上げます。"
    ),
    offer="お見積り内容",
    all_amounts="金額はすべて{currency}、税抜きです",
    columns=("行", "製品", "数量", "標準単価", "値引率", "正味単価", "正味金額"),
    no_lines="この見積書にはまだ明細がありません。",
    further_lines="その他の品目",
    subtotal="小計 {group}",
    instead_of="{line}行目の代わり",
    runs="{start}から{end}まで",
    runs_from="{start}から",
    optional="オプション品目",
    optional_note="追加でご注文いただけます。合計には含まれていません。",
    alternatives="代替案",
    alternatives_note="それぞれ、示された行の代わりにお選びいただけます。合計には含まれていません。",
    list_total="標準価格の合計",
    discount_total="お値引き",
    net_total="正味合計",
    one_time="一時費用",
    monthly="継続費用、月額{amount}",
    yearly="継続費用、年額{amount}",
    charged_monthly="月額{amount}",
    charged_yearly="年額{amount}",
    whole="見積書全体",
    taxes="価格には消費税、関税その他これらに類するものは含まれていません。",
    terms="取引条件",
    acceptance="ご承諾",
    accepted=(
        "{issued}付の見積書{number}（正味合計{total}）を承諾し、その条件により記載の品目を注文いたします。"
    ),
    accepted_revised=(
        "{issued}付の見積書{number}改訂{edition}（正味合計{total}）を承諾し、その条件により記載の品目を注文いたします。"
    ),
    signature_fields=("場所および日付", "会社名", "氏名および役職", "署名"),
    technical_data="技術データ",
    technical_introduction="同じ構成は一度だけ記載し、該当する行を示します。",
    on_line="{lines}行目",
    on_lines="{lines}行目",
    item_number="品目番号 {number}",
    other_data="その他のデータ",
    open_choices="この構成には未決定の選択肢があります。価格は決定済みの内容に対するものです。",
    more_sheets="ほかに{count}件の構成があり、本書には記載していません。データはご請求によりお送りします。",
    yes="はい",
    no="いいえ",
    none="なし",
    prices="価格の内訳",
    prices_introduction="各段階とその増減を、行全体について示します。",
    price_columns=("段階", "規則", "増減", "適用後の価格"),
    cost="原価",
    margin="粗利",
    not_known="不明",
    internal="社外秘：お客様には渡さないでください",
    draft="下書き",
    reference="参照 {quote} · カタログ {release}",
    page="{page} / {pages} ページ",
    glyphs_missing=(
        "記号 {mark} は、この文書のフォントで表示できない文字を表します。元の文字はシステムの記録にあります。"
    ),
)
