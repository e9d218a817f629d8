"""Names as people write them, in many scripts: organisations, people and roles that every rule has to let through."""

REAL_NAMES = (
    # Latin with accents, apostrophes, dots and dashes
    "Nguyễn Thị Ánh Tuyết", "Hội Nhà báo Độc lập Việt Nam", "Łódź dla Wolności", "Þórður Ægisson", "Ọ̀yọ́ Ẹ̀kọ́",
    "ʻĀina Hawaiʻi", "Col·lectiu per la Pau", "Novel·la oberta", "Associació Cel·la", "O’Brien & Sons", "L’Été 14",
    "St. Mary’s Circle e. V.", "A.B. Circle", "No. 5", "Circle 3.14", "Nr.5", "Ukraine Comb’art", "İstanbul Barosu",
    "Žïvé ƒorum", "S̱áxwoo Nation", "Mc Auliffe (NGO), est. 1999", "“Peace. Progress. Human rights” Movement",
    # Cyrillic, with stress marks too
    "Вільна Україна", "Й. П’ятий, Їжакевич", "ПА́М’ЯТЬ", "«НАТО-Центр»", "Комитет «Гражданское содействие»", "КримSOS",
    "Қазақ әйелдері", "Ўзбек ҳуқуқи", "Ђорђе Љубић", "Ѝ Ѐ", "ОВД-Инфо", "– Коло –", "«–» Коло", "Ӑслав чӑваш",
    # Greek, Armenian, Georgian
    "Σύλλογος «Ελευθερία»", "Ἑλληνικὸς Σύλλογος ᾧ ᾷ", "Հելսինկյան կոմիտե", "საქართველოს საია", "ᲡᲐᲘᲐ",
    # Hebrew and Arabic, with and without points; Persian and Urdu with joiners
    "שלום עכשיו", "עֲמוּתַת שָׁלוֹם עַכְשָׁו", "בְּצֶלֶם", "יֵשׁ־דִּין", "منظمة العفو الدولية", "مُنَظَّمَةُ العَفْوِ", "سازمان حقوق بشر می‌خواهیم",
    "انسانی حقوق کمیشن", "ܫܠܡܐ", "ދިވެހި",
    # Indic
    "मानवाधिकार संगठन", "बुद्धिजीवियों का संगठन", "ज़मीन की लड़ाई", "क्‍ष", "বাংলাদেশ র‌্যাব", "ਮਨੁੱਖੀ ਅਧਿਕਾਰ", "માનવ અધિકાર",
    "தமிழ் மனித உரிமைகள்", "మానవ హక్కులు", "ಮಾನವ ಹಕ್ಕುಗಳು", "മനുഷ്യാവകാശം", "මානව හිමිකම් ශ්‍රී ලංකා", "ତଥ୍ୟ ଅଧିକାର",
    # South-East Asia, Tibet, Mongolia
    "มูลนิธิผสานวัฒนธรรม", "ศูนย์ทนายความเพื่อสิทธิมนุษยชน", "ສິດທິມະນຸດ", "မြန်မာ့လူ့အခွင့်အရေး", "សមាគមសិទ្ធិមនុស្ស",
    "བོད་ཀྱི་འགྲོ་བ་མིའི་ཐོབ་ཐང་", "བསྒྲུབས་པ་", "ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ", "ᠮᠣᠩᠭᠣᠯ", "ꦲꦏ꧀", "ᬳᬓ᭄",
    # East Asia
    "国际特赦组织", "國際特赦組織", "アムネスティ・インターナショナル日本", "葛󠄀城の会", "がんばれ", "인권운동사랑방",
    # Africa, the Americas
    "ይህ ድርጅት", "ⵜⴰⵎⴰⵣⵉⵖⵜ", "𞤆𞤵𞤤𞤢𞤪", "ᏣᎳᎩ", "ᐃᓄᒃᑎᑐᑦ",
    # With a picture
    "Circle ❤️ Peace",
)  # fmt: skip
