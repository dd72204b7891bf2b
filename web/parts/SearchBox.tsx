import { t } from "../texts/texts.ts";
import { TextField } from "./fields.tsx";
import { linkTo } from "./route.ts";

/** The search. What is searched for is in the page's address, so that a result can be linked to. */
export const SearchBox = ({ query }: { query: string }) => (
  <search class="search">
    <form class="fields" onSubmit={(event) => event.preventDefault()}>
      <TextField
        label={t.start.search}
        hint={t.start.searchHint}
        value={query}
        change={(value) => location.replace(linkTo.start(value))}
      />
    </form>
  </search>
);
