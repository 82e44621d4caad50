// Before anything is sent: ask by the file's name what will happen, and refuse what is too large.
(function () {
  "use strict";
  document.addEventListener("change", (event) => {
    const address = event.target.dataset && event.target.dataset.check;
    const file = address && event.target.files[0];
    if (!file) return;
    const limit = Number(event.target.dataset.limit);
    event.target.setCustomValidity(file.size > limit * 1048576 ? `文件超过 ${limit} MB，请压缩为 .gz 后再上传` : "");
    htmx.ajax("POST", address, { target: "#plan", swap: "innerHTML", values: { name: file.name } });
  });
})();
