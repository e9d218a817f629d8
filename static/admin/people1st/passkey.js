// Shows the words of the page when a passkey was refused, cancelled or not there, in place of a line in the console.
document.addEventListener("allauth.error", (event) => {
  const words = document.getElementById("passkey-failed");
  if (words) {
    event.preventDefault();
    words.hidden = false;
    words.focus();
  }
});
