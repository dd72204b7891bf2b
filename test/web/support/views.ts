/** Addresses of every view of the page, given one of each thing that a view is about. */
export const viewsOf = ({ release, list, vendor }: { release: string; list: string; vendor: string }): string[] => [
  "",
  "#/?q=poet",
  "#/releases",
  "#/releases?state=behind",
  `#/release/${release}`,
  "#/lists",
  `#/list/${list}`,
  "#/vendors",
  `#/vendor/${vendor.toLowerCase()}`,
  `#/certificate/${release}/${list}`,
  "#/verify",
  "#/work",
  "#/risks",
  "#/sources",
  "#/nothing",
];
