"""Small screens, dark, right to left: nothing sticks out, and the text stays in sight."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.browser.pages import Desk

SCREENS = [1280, 360, 320]
LONG = "Averyverylongwordwithoutanyplacetobreakitapart" * 4


def test_no_page_scrolls_sideways(wiki, title, person):
    desk = person("Alice").open(title)
    page = desk.page
    desk.replace("Second line.", f"Second line, mine. {LONG}").saved()
    assert_fits(desk, "the editor")
    desk.button("Show changes").click()
    expect(desk.panel.locator("ins").first).to_be_visible()
    assert_fits(desk, "the changes")
    desk.button("Preview").click()
    expect(page.frame_locator("iframe[title=Preview]").locator("#firstHeading")).to_be_visible()
    assert_fits(desk, "the preview")
    draft_id = desk.draft_id
    wiki.edit(title, wiki.text(title).replace("Second line.", f"Second line, theirs. {LONG}"))
    desk.button("Publish").click()
    expect(page.get_by_role("group", name="Passage 1 of 1")).to_be_visible()
    assert_fits(desk, "the collision desk")
    for address in ("/", f"/drafts/{draft_id}/share", f"/drafts/{draft_id}/versions"):
        page.goto(address)
        assert_fits(desk, address)
    page.get_by_role("link", name="by Bob").click()
    expect(page.get_by_role("heading", name="Collision with revision")).to_be_visible()
    assert_fits(desk, "the snapshot")


def test_the_door_fits_too(new_context):
    page = new_context().new_page()
    page.goto("/")
    for width in SCREENS:
        page.set_viewport_size({"width": width, "height": 720})
        expect(page.get_by_role("button", name="Sign in with the wiki")).to_be_in_viewport()
    assert_fits(Desk(page), "the door")


def test_a_hebrew_page_is_written_from_right_to_left(wiki, person):
    wiki.configure(wgLanguageCode="he")
    desk = person("Bob").open("ירח")
    expect(desk.text).to_have_attribute("dir", "rtl")
    expect(desk.text).to_have_attribute("lang", "he")
    assert desk.text.evaluate("area => getComputedStyle(area).direction") == "rtl"
    assert_fits(desk, "a Hebrew page")


def test_on_a_phone_the_text_and_the_way_out_are_in_sight(title, person):
    desk = person("Alice", viewport={"width": 360, "height": 740}).open(title)
    expect(desk.text).to_be_in_viewport(ratio=0.5)
    expect(desk.button("Publish…")).to_be_in_viewport()
    expect(desk.status).to_be_in_viewport()


def test_on_a_phone_the_buttons_stay_in_sight_below_a_long_answer(wiki, title, person):
    desk = person("Alice", viewport={"width": 360, "height": 640}).open(title)
    desk.write(" More.").saved()
    wiki.delete(title)
    desk.button("Publish…").click()
    desk.button("Publish").click()
    expect(desk.panel).to_contain_text("not on the wiki any more")
    expect(desk.button("Publish")).to_be_in_viewport(ratio=1)


def test_notices_that_arrive_do_not_move_the_text(person):
    desk = person("Alice")
    held: list[Route] = []
    desk.page.route("**/notices*", lambda route: held.append(route))
    desk.open("Apollo 11").write(" Typed.")
    before = desk.text.bounding_box()
    held[0].continue_()
    notices = desk.page.locator("#draft-notices summary")
    expect(notices).to_contain_text("Notices (1)")
    assert desk.text.bounding_box() == before
    notices.click()
    expect(
        desk.page.get_by_role("paragraph").filter(has_text="Please give a source")
    ).to_be_visible()


def test_dark_is_dark(person, title):
    desk = person("Alice", color_scheme="dark").open(title)
    for element in ("body", "#id_text"):
        colour = desk.page.locator(element).evaluate("e => getComputedStyle(e).backgroundColor")
        parts = [int(float(part)) for part in colour.strip("rgba()").split(",")[:3]]
        assert max(parts) < 90, (element, colour)


def assert_fits(desk: Desk, name: str) -> None:
    """On screens of all sizes; in the end the first one's is back."""
    for width in (*SCREENS, SCREENS[0]):
        desk.page.set_viewport_size({"width": width, "height": 720})
        wide = desk.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} pixels wide on a screen of {width}"
