// Solves the challenge of the endorsement form (ALTCHA, version 2) while a person fills it in. It is on that page only
// while staff ask for a proof of work; the form goes without it as well (endorsements/proof_of_work.py).
const proof = document.querySelector("input[data-challenge]");
const news = document.querySelector("[data-working]");
const { form } = proof;
const challenge = JSON.parse(proof.dataset.challenge);
const { nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters;
let isOver = false;
let isSent = false;

const tell = (state) => {
  news.textContent = news.dataset[state];
};
const toBytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const toHex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

const derive = async (counter) => {
  const password = new Uint8Array([...toBytes(nonce), 0, 0, 0, 0]);
  new DataView(password.buffer).setUint32(password.length - 4, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: toBytes(salt), iterations: cost };
  return toHex(await crypto.subtle.deriveBits(how, key, keyLength * 8));
};

// The browser works on several at once, on threads of its own: the page stays quick.
const solve = async () => {
  const width = Math.min(navigator.hardwareConcurrency || 2, 4);
  for (let first = 0; first < 1e5; first += width) {
    const keys = await Promise.all(Array.from({ length: width }, (_, next) => derive(first + next)));
    const found = keys.findIndex((key) => key.startsWith(keyPrefix));
    if (found >= 0) return { counter: first + found, derivedKey: keys[found] };
  }
  throw new RangeError("No number solves the challenge.");
};

form.addEventListener("submit", (event) => {
  if (isOver) return;
  event.preventDefault();
  isSent = true;
  tell("waiting");
});

proof.value = ""; // a browser that comes back to the page may have kept an old one
tell("working");
try {
  proof.value = btoa(JSON.stringify({ challenge, solution: await solve() }));
  tell("done");
} catch {
  tell("failed");
}
isOver = true;
if (isSent) form.submit();
