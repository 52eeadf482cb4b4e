
const filter = document.getElementById("filter");
if (filter) {
  const rows = [...document.querySelectorAll("tr.case")];
  const { section, verdict, text } = filter.elements;
  const update = () => {
    const wanted = text.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden =
        (section.value && row.dataset.section !== section.value) ||
        (verdict.value && !row.dataset.verdicts.split(" ").includes(verdict.value)) ||
        !row.textContent.toLowerCase().includes(wanted);
      shown += row.hidden ? 0 : 1;
    }
    for (const body of document.querySelectorAll(".matrix tbody")) {
      body.hidden = !body.querySelector("tr.case:not([hidden])");
    }
    document.getElementById("shown").textContent = `${shown} of ${rows.length} cases`;
  };
  filter.addEventListener("input", update);
  filter.addEventListener("submit", (event) => event.preventDefault());
  update();
}
