// A text as a file of the reader's own.

export function download(text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = "draft.txt";
  link.click();
  URL.revokeObjectURL(link.href);
}
