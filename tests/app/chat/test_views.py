def test_smoke(browse):
    page = browse.get("/hu/beszelgetes")
    page = browse.submit(page, {"body": "Elköltöztem"})
    print(page.words)
    page = browse.submit(page, {"body": "és most?"})
    print(page.words)
    print(browse.get("/hu/kapcsolat").words)
    page = browse.submit(browse.get("/hu/visszahivas"), {"phone": "0630 123 4567", "topic": "x", "answer_by": "call"})
    print(page.words)
