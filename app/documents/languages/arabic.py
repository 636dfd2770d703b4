"""Arabic, written from right to left."""

from app.documents.languages.words import Words

ARABIC = Words(
    quotation="عرض سعر",
    prepared_for="مقدَّم إلى",
    project="المشروع",
    number="رقم العرض",
    edition="المراجعة",
    issued="التاريخ",
    valid_until="صالح حتى",
    currency="العملة",
    contact="جهة الاتصال",
    introduction=(
        "نشكركم على اهتمامكم بمنتجاتنا، ويسرنا أن نقدم إليكم العرض التالي وفق الشروط الواردة في هذا المستند."
    ),
    offer="عرضنا",
    all_amounts="جميع المبالغ بعملة {currency} قبل الضرائب",
    columns=("البند", "المنتج", "الكمية", "سعر القائمة", "الخصم", "السعر الصافي", "المبلغ الصافي"),
    no_lines="لا توجد بنود في هذا العرض بعد.",
    further_lines="بنود أخرى",
    subtotal="المجموع الفرعي: {group}",
    instead_of="بدلاً من البند {line}",
    runs="من {start} إلى {end}",
    runs_from="اعتبارًا من {start}",
    optional="بنود اختيارية",
    optional_note="يمكنكم إضافة هذه البنود، وهي غير مشمولة في الإجمالي.",
    alternatives="البدائل",
    alternatives_note="يمكن أن يحل كل منها محل البند المذكور، وهي غير مشمولة في الإجمالي.",
    list_total="الإجمالي بأسعار القائمة",
    discount_total="الخصم الممنوح لكم",
    net_total="الإجمالي الصافي",
    one_time="لمرة واحدة",
    monthly="متكرر، {amount} شهريًا",
    yearly="متكرر، {amount} سنويًا",
    charged_monthly="{amount} شهريًا",
    charged_yearly="{amount} سنويًا",
    whole="العرض بأكمله",
    taxes="لا تشمل الأسعار ضريبة القيمة المضافة أو الرسوم الجمركية أو ما شابهها.",
    terms="الشروط",
    acceptance="القبول",
    accepted=(
        "نقبل عرض السعر رقم {number} المؤرخ {issued} بإجمالي صافٍ قدره {total}، ونطلب ما ورد فيه وفق شروطه."
    ),
    accepted_revised=(
        "نقبل عرض السعر رقم {number}، المراجعة {edition}، المؤرخ {issued} بإجمالي صافٍ قدره {total}، "
        "ونطلب ما ورد فيه وفق شروطه."
    ),
    signature_fields=("المكان والتاريخ", "الشركة", "الاسم والوظيفة", "التوقيع"),
    technical_data="البيانات الفنية",
    technical_introduction="يُذكر كل تكوين مرة واحدة مع البنود التي ينطبق عليها.",
    on_line="البند {lines}",
    on_lines="البنود {lines}",
    item_number="رقم الصنف {number}",
    other_data="بيانات أخرى",
    open_choices="لا تزال بعض الخيارات في هذا التكوين مفتوحة، والسعر يشمل ما تم تحديده.",
    more_sheets="عدد التكوينات الأخرى غير المذكورة هنا: {count}. نرسل بياناتها عند الطلب.",
    yes="نعم",
    no="لا",
    none="لا شيء",
    prices="كيف تتكون الأسعار",
    prices_introduction="كل خطوة وما غيّرته، للبند بأكمله.",
    price_columns=("الخطوة", "القاعدة", "التغيير", "السعر بعدها"),
    rounding="التقريب",
    cost="التكلفة",
    margin="الهامش",
    not_known="غير معروف",
    internal="للاستخدام الداخلي: لا يُسلَّم إلى العميل",
    draft="مسودة",
    reference="المرجع {quote} · الكتالوج {release}",
    page="صفحة {page} من {pages}",
    glyphs_missing=(
        "تدل العلامة {mark} على حرف لا تستطيع خطوط هذا المستند إظهاره، ويحفظ السجل في النظام النص الأصلي."
    ),
)
