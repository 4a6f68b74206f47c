"""Looks at the operators' page with a browser: check-page.py PROGRAM FOLDER.

PROGRAM is invoice-worker. A broker, a worker and the page run for as long as this does; screenshots and what was found go to FOLDER. Ends
with status 1 and a line for each thing that is wrong.

Every page that links lead to: one heading, no violation that axe finds, light and dark, nothing that is wider than 320 px, and nothing that
the browser complains of. Then what people do: a dead letter is replayed, with its second try seen live and kept in the audit; everything
by keyboard; and without JavaScript.
"""
import importlib.util
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.parse
import urllib.request

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

PROGRAM, FOLDER = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
ROOT = pathlib.Path(__file__).resolve().parents[2]
AXE = pathlib.Path(importlib.util.find_spec("axe_playwright_python").origin).parent / "axe.min.js"
PATIENCE = 180
MOST_PAGES = 45
PASSWORD = "a password of the test"
wrong = []


def check(holds, what):
    if not holds:
        wrong.append(what)
        print("wrong:", what, flush=True)


class System:
    """A broker, a worker and the page."""

    def __init__(self, work):
        self.work = work
        self.processes = []
        subprocess.run([ROOT / "compose/broker.sh", "start", work / "broker"], check=True, stdout=subprocess.DEVNULL)
        settings = (work / "broker/env").read_text().splitlines()
        url = next(line.split("=", 1)[1] for line in settings if line.startswith("export AMQP_URL="))
        self.environment = {
            "PATH": os.environ["PATH"], "AMQP_URL": url.strip("'\""), "DATABASE_URL": f"sqlite:{work}/store.db",
            "INVOICE_WORKER_HTTP": f"unix:{work}/http", "INVOICE_WORKER_LOG_FORMAT": "text",
        }
        self.run("migrate")
        self.run("topology", "apply")
        self.start("run", says="consuming")
        self.run("import", str(ROOT / "compose/sample/records.ndjson"))
        users = subprocess.run(
            [PROGRAM, "web", "password", "ada", "--role", "operator"], input=PASSWORD + "\n", env=self.environment,
            check=True, capture_output=True, text=True).stdout
        (work / "users").write_text(users)
        os.chmod(work / "users", 0o600)
        said = self.start("web", "--listen", "127.0.0.1:0", "--users", str(work / "users"), says="address=127.0.0.1:")
        self.address = "http://" + said.split("address=")[1].split()[0]

    def run(self, *words, statuses=(0,)):
        done = subprocess.run([PROGRAM, *words], env=self.environment, capture_output=True, text=True)
        assert done.returncode in statuses, (words, done.returncode, done.stdout, done.stderr)
        return done.stdout

    def request(self, type, identifier, *settings, force=False):
        words = [part for setting in settings for part in ("--set", setting)]
        self.run("request", type, "--id", identifier, *words, *(["--force"] if force else []), "--wait", statuses=(0, 2, 3, 4))

    def start(self, *words, says):
        process = subprocess.Popen([PROGRAM, *words], env=self.environment, stderr=subprocess.PIPE, text=True)
        self.processes.append(process)
        said = []
        for line in process.stderr:
            said.append(line)
            if says in line:
                # What it says from now on is kept as well, and never fills the pipe.
                threading.Thread(target=lambda: self.keep(words[0], said, process.stderr), daemon=True).start()
                return line
        raise AssertionError((words, said))

    @staticmethod
    def keep(name, said, stream):
        with open(FOLDER / f"{name}.log", "w") as file:
            file.writelines(said)
            for line in stream:
                file.write(line)
                file.flush()

    def fill(self):
        """Something of every kind: posted, draft, refused, failed."""
        dates = ["targetDate=2026-12-01", "invoiceDate=2026-12-01"]
        self.request("invoice.generate.v1", "posted", "accountId=ACC-1001", *dates, "action=Posted")
        self.request("invoice.generate.v1", "draft", "orderId=ORD-78", *dates, "action=Draft")
        self.request("invoice.generate.v1", "failed", "accountId=ACC-5005", *dates, "action=Posted")
        self.request("invoice.generate.v1", "refused", "accountId=ACC-404", "targetDate=2026-02-30", "action=Now", force=True)
        self.request("invoice-run.start.v1", "run", "targetDate=2026-12-01", "invoiceDate=2026-12-01", "action=Draft")

    def end(self):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
        for process in reversed(self.processes):
            check(process.wait(PATIENCE) == 0, f"{process.args[1]} ended with status {process.returncode}")
        subprocess.run([ROOT / "compose/broker.sh", "stop", self.work / "broker"], check=True, stdout=subprocess.DEVNULL)


def browser(javascript=True):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-prefers-reduced-motion"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not javascript:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    driver.set_page_load_timeout(PATIENCE)
    driver.set_script_timeout(PATIENCE)
    return driver


def sign_in(driver, address):
    driver.get(address + "/sign-in")
    driver.find_element(By.NAME, "name").send_keys("ada")
    driver.find_element(By.NAME, "password").send_keys(PASSWORD + Keys.ENTER)
    WebDriverWait(driver, PATIENCE).until(lambda d: "/sign-in" not in d.current_url)


def width(driver, pixels):
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": False})


def colours(driver, scheme):
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})


def picture(driver, name):
    driver.save_screenshot(str(FOLDER / f"{name}.png"))


def look(driver, url, name):
    """One page, in every form."""
    width(driver, 1280)
    colours(driver, "light")
    driver.get(url)
    complaints = [entry["message"] for entry in driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
    check(not complaints, f"{name}: the browser complains: {complaints}")
    check(len(driver.find_elements(By.TAG_NAME, "h1")) == 1, f"{name}: not one h1")
    check(driver.title.strip() != "", f"{name}: no title")
    check(driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en", f"{name}: no language")
    inspect(driver, name)
    twin(driver, name)


def twin(driver, name):
    """The same page for machines."""
    for link in driver.find_elements(By.CSS_SELECTOR, "link[rel=alternate]"):
        cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in driver.get_cookies())
        request = urllib.request.Request(link.get_attribute("href"), headers={"Cookie": cookies})
        with urllib.request.urlopen(request) as answer:
            check(answer.headers["Content-Type"] == "application/json", f"{name}: the twin is no JSON")
            check(json.load(answer), f"{name}: the twin says nothing")


def inspect(driver, name):
    """The page that is shown, light and dark, wide and narrow."""
    for scheme in ("light", "dark"):
        colours(driver, scheme)
        for pixels in (1280, 320):
            width(driver, pixels)
            picture(driver, f"{name}-{scheme}-{pixels}")
            if pixels == 320:
                overflow = driver.execute_script(
                    "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                check(overflow <= 0, f"{name}: {overflow} px wider than 320 px")
            driver.execute_script(AXE.read_text())
            found = driver.execute_async_script("""
                const done = arguments[arguments.length - 1];
                axe.run(document, {resultTypes: ['violations']}).then(
                  result => done(result.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | '))),
                  error => done(['axe: ' + error]));""")
            check(not found, f"{name}, {scheme}, {pixels} px: {found}")
    width(driver, 1280)
    driver.get_log("browser")  # what axe itself made of the page


def pages(driver, address):
    """Every page that links lead to, a few of each kind, the front page first."""
    waiting, seen, kinds = ["/"], set(), {}
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        plain = path.split("?")[0]
        kind = "/".join(part if place < 2 or part.isalpha() and part.islower() else "*" for place, part in enumerate(plain.split("/")))
        if path in seen or kinds.get(kind, 0) >= 2:
            continue
        seen.add(path)
        kinds[kind] = kinds.get(kind, 0) + 1
        name = (plain.strip("/").replace("/", "_") or "front")[:60] + (f"-{kinds[kind]}" if kinds[kind] > 1 else "")
        look(driver, address + path, name)
        for link in driver.find_elements(By.CSS_SELECTOR, "a[href]"):
            target = urllib.parse.urlparse(link.get_attribute("href"))
            if target.netloc != urllib.parse.urlparse(address).netloc or target.path.endswith(".json"):
                continue
            if "/document/" in target.path or "sign-out" in target.path:
                continue
            waiting.append(target.path + (f"?{target.query}" if target.query else ""))
    print(len(seen), "pages of", len(kinds), "kinds:", *sorted(kinds), flush=True)
    for wanted in ("/", "/requests", "/invoices", "/error-logs", "/dead", "/runs", "/audit", "/help", "/contract"):
        check(wanted in kinds, f"no link leads to {wanted}")


def keyboard(driver, address):
    width(driver, 1280)
    driver.get(address + "/")
    driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    focused = driver.switch_to.active_element
    check("skip" in (focused.get_attribute("class") or ""), "the first focus is not the link to the content")
    outline = driver.execute_script("const s = getComputedStyle(arguments[0]); return s.outlineStyle + s.outlineWidth", focused)
    check(not outline.startswith("none") and not outline.endswith("none0px"), f"focus cannot be seen: {outline}")
    focused.send_keys(Keys.ENTER)
    check(driver.switch_to.active_element.get_attribute("id") == "main", "the link to the content does not lead there")
    # Every link and field is reached, in turn.
    driver.get(address + "/requests")
    wanted = driver.execute_script("""return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
        .filter(e => e.offsetParent !== null && !e.disabled).length""")
    reached = set()
    for _ in range(wanted + 20):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        element = driver.switch_to.active_element
        if element.tag_name == "body" or element.id in reached and len(reached) >= wanted:
            break
        reached.add(element.id)
    check(len(reached) >= wanted, f"only {len(reached)} of {wanted} can be reached with the keyboard")


def replay(driver, system):
    """A request that was refused is seen, replayed, and seen again live; who did it is in the audit."""
    address = system.address
    driver.get(address + "/dead")
    picture(driver, "journey-1-dead")
    rows = driver.find_elements(By.CSS_SELECTOR, "main table a[href*='/dead/']")
    check(rows, "no dead letter is shown")
    if not rows:
        return
    rows[0].click()
    live = browser()
    try:
        sign_in(live, address)
        live.get(address + "/")
        marked = live.find_elements(By.CSS_SELECTOR, "[data-key='at']")
        check(marked, "the front page has no data-key=at")
        before = marked[0].text if marked else ""
        submit(driver, "/dead/do/replay")
        inspect(driver, "journey-2-confirm")
        check("Replay 1 dead letter" in driver.find_element(By.TAG_NAME, "h1").text, "what will be replayed is not said")
        submit(driver, "/dead/do/replay")
        picture(driver, "journey-3-replayed")
        if marked:
            WebDriverWait(live, PATIENCE).until(lambda d: d.find_element(By.CSS_SELECTOR, "[data-key='at']").text != before)
        picture(live, "journey-4-live")
        pause = live.find_element(By.ID, "pause")
        pause.click()
        check(pause.get_attribute("aria-pressed") == "true", "the live page cannot be paused")
        complaints = [entry["message"] for entry in live.get_log("browser") if entry["level"] == "SEVERE"]
        check(not complaints, f"live: the browser complains: {complaints}")
    finally:
        live.quit()
    def is_in_audit(driver):
        driver.get(address + "/audit")
        return "ada" in driver.find_element(By.TAG_NAME, "main").text
    try:
        WebDriverWait(driver, PATIENCE).until(is_in_audit)
    except Exception:
        check(False, "the audit does not name who replayed")
    picture(driver, "journey-5-audit")


def attempt(driver, address):
    """A request is composed by the contract's form: what is wrong with it is said, and nothing is sent."""
    driver.get(address + "/contract/invoice.generate.v1")
    field = driver.find_element(By.CSS_SELECTOR, "main textarea")
    check(field.rect["width"] > 600, f"the field for a request is only {field.rect['width']} px wide")
    field.clear()
    field.send_keys('{"accountId": "</textarea><b>", "action": "Now"}')
    driver.find_element(By.CSS_SELECTOR, "main button[value=check]").click()
    WebDriverWait(driver, PATIENCE).until(lambda d: d.find_elements(By.CSS_SELECTOR, "main .notice.bad"))
    inspect(driver, "journey-6-attempt")
    kept = driver.find_element(By.CSS_SELECTOR, "main textarea").get_attribute("value")
    check("</textarea><b>" in kept, f"what was typed is not kept: {kept}")


def submit(driver, action):
    """The button of the form, or the button itself, that leads there."""
    for button in driver.find_elements(By.CSS_SELECTOR, "main form button"):
        form = button.find_element(By.XPATH, "./ancestor::form")
        target = button.get_attribute("formaction") or form.get_attribute("action") or ""
        if action in target:
            button.click()
            return
    check(False, f"no button leads to {action} on {driver.current_url}")


def without_javascript(address):
    driver = browser(javascript=False)
    try:
        sign_in(driver, address)
        for path in ("/", "/requests", "/dead", "/invoices", "/runs", "/audit"):
            driver.get(address + path)
            check(len(driver.find_elements(By.TAG_NAME, "h1")) == 1, f"without JavaScript: {path} is empty")
            for hidden in ("theme", "pause"):
                for element in driver.find_elements(By.ID, hidden):
                    check(not element.is_displayed(), f"without JavaScript: the button {hidden} is shown and does nothing")
            picture(driver, "plain-" + (path.strip("/") or "front"))
        driver.get(address + "/invoices")
        form = driver.find_element(By.CSS_SELECTOR, "form.filter")
        field = next(f for f in form.find_elements(By.CSS_SELECTOR, "input:not([type=hidden])") if f.is_displayed())
        field.send_keys("ACC-1001" + Keys.ENTER)
        WebDriverWait(driver, PATIENCE).until(lambda d: "ACC-1001" in d.current_url)
    finally:
        driver.quit()


def abuse(address):
    """What a browser never sends: another host, another site, a page that nobody may write to."""
    def status(path, headers={}, data=None):
        request = urllib.request.Request(address + path, data=data, headers=headers)
        class NoRedirect(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *arguments):
                return None
        try:
            return urllib.request.build_opener(NoRedirect).open(request).status
        except urllib.error.HTTPError as error:
            return error.code
    check(status("/", {"Host": "evil.example"}) == 421, "another host is answered")
    check(status("/dead/do/replay", {"Sec-Fetch-Site": "cross-site"}, b"which=all") in (401, 403), "another site's form is taken")
    answer = urllib.request.urlopen(urllib.request.Request(address + "/sign-in"))
    for header in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control"):
        check(answer.headers.get(header), f"the sign-in page has no {header}")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="invoice-worker-page.") as work:
        os.chmod(work, 0o755)
        system = System(pathlib.Path(work))
        try:
            system.fill()
            driver = browser()
            try:
                look(driver, system.address + "/sign-in", "sign-in")
                sign_in(driver, system.address)
                pages(driver, system.address)
                keyboard(driver, system.address)
                replay(driver, system)
                attempt(driver, system.address)
            finally:
                driver.quit()
            without_javascript(system.address)
            abuse(system.address)
        finally:
            system.end()
    (FOLDER / "found.json").write_text(json.dumps(wrong, indent=1))
    print("everything is right" if not wrong else f"{len(wrong)} things are wrong")
    sys.exit(1 if wrong else 0)


main()
