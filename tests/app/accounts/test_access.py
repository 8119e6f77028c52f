def test_a_one_time_link_signs_in_each_role(staff):
    for role, name in (("operator", "Anna"), ("helper", "Bence"), ("editor", "Csilla"), ("supervisor", "Dóra")):
        page = staff(role).get("/staff/kulcsaim")
        assert name in page.header.get_text()
