// Reads a JSON string of HTML from each line, and answers with a JSON list of what html-validate finds in it.
const { HtmlValidate } = require(process.argv[2]);

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
  rules: {
    // Templates leave spaces and lines behind, and write attributes as they come; no browser minds.
    "no-trailing-whitespace": "off",
    "attribute-boolean-style": "off",
    // A page that steps led to is read from the browser, which writes an attribute without a value as an empty one.
    "attribute-empty-style": "off",
    // Search engines cut a title, nobody else does.
    "long-title": "off",
    // Safari forgets that a list without marks is one, and that a table laid out as blocks is one, unless a role says so.
    "no-redundant-role": "off",
    "prefer-native-element": ["error", { exclude: ["list"] }],
    // The summary of errors stands before the page's heading, and so do its words.
    "heading-level": ["error", { minInitialRank: "h2" }],
    // Files of our own host need no hash of theirs: whoever could change them could change the page.
    "require-sri": ["error", { target: "crossorigin" }],
  },
});

require("node:readline")
  .createInterface({ input: process.stdin })
  .on("line", async (line) => {
    const report = await validator.validateString(JSON.parse(line));
    const found = report.results.flatMap((result) =>
      result.messages.map((one) => `html ${one.ruleId} at ${one.line}:${one.column}: ${one.message} (${one.selector})`),
    );
    process.stdout.write(`${JSON.stringify(found)}\n`);
  });
