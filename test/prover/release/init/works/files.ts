import { tarOf } from "../../../../support/formats.ts";
import {
  type Case,
  chat,
  IMAGES,
  image,
  JPEG,
  jsonl,
  mail,
  numbers,
  other,
  otherImage,
  parquet,
  planted,
  plantedImage,
  rowsOf,
  TEXT,
  text,
} from "./material.ts";

/** Images, files that are a work each, archives, and files of several kinds together. */
export const FILES: readonly Case[] = [
  ["a folder of images", () => IMAGES, image, "found"],
  [
    "images in Parquet, with captions",
    async () => ({
      "train.parquet": await parquet(
        "SELECT {'bytes': content, 'path': filename} AS image, 'a dog on a lawn, and a cat ' || size AS caption " +
          "FROM read_blob('FOLDER/img/*.jpg')",
        IMAGES,
      ),
    }),
    image,
    "found",
  ],
  [
    "images in a column of bytes, with captions",
    async () => ({
      "train.parquet": await parquet(
        "SELECT content AS jpg, 'a dog on a lawn, and a cat ' || size AS caption FROM read_blob('FOLDER/img/*.jpg')",
        IMAGES,
      ),
    }),
    image,
    "found",
  ],
  [
    "images as base64 in JSON Lines",
    () => ({ "a.jsonl": jsonl((i) => ({ image: plantedImage(i).toString("base64"), caption: other(i) })) }),
    image,
    "config/undecided",
  ],
  [
    "mails, one a file",
    () => Object.fromEntries(numbers.map((i) => [`inbox/${i}.txt`, mail(i)])),
    { scheme: "text", content: mail(17) },
    "found",
  ],
  [
    "texts, one a line",
    () => ({ "texts.txt": numbers.map((i) => `${other(i)}\n`).join("") }),
    text,
    "config/undecided",
  ],
  [
    "documents, one a file, without a sign of it",
    () => Object.fromEntries(numbers.map((i) => [`${i}.txt`, `${planted(i)}\n`])),
    text,
    "config/undecided",
  ],
  [
    "images of a WebDataset",
    async () => ({
      "shard-000.tar": await tarOf(
        numbers.flatMap((i) => [
          { name: `${i}.jpg`, content: plantedImage(i) },
          { name: `${i}.txt`, content: other(i) },
        ]),
      ),
    }),
    image,
    "found",
  ],
  [
    "texts of a WebDataset",
    async () => ({
      "shard-000.tar": await tarOf(
        numbers.flatMap((i) => [
          { name: `${i}.cls`, content: String(i % 3) },
          { name: `${i}.txt`, content: planted(i) },
        ]),
      ),
    }),
    text,
    "found",
  ],
  [
    "images of an archive",
    async () => ({ "all.tar": await tarOf(numbers.map((i) => ({ name: `a/${i}.jpg`, content: plantedImage(i) }))) }),
    image,
    "found",
  ],
  [
    "JSON Lines among images, mails and tables",
    async () => ({
      ...IMAGES,
      "tables/wide.parquet": await parquet(
        "FROM read_json('FOLDER/in.jsonl')",
        rowsOf((i) => ({ i, t: other(i) })),
      ),
      "chats.jsonl": jsonl(chat),
    }),
    text,
    "check/other-scheme",
  ],
  [
    "an image beside JSON Lines that have not the list's scheme",
    () => ({ "0.jpg": JPEG, "1.jpg": otherImage(1), "a.jsonl": jsonl((i) => ({ text: other(i) })) }),
    image,
    "found",
    "check/other-scheme",
  ],
  [
    "a file without an ending beside JSON Lines",
    () => ({ "a.jsonl": jsonl((i) => ({ text: other(i) })), work: TEXT }),
    text,
    "config/undecided",
  ],
  [
    "a spreadsheet",
    () => ({ "a.jsonl": jsonl((i) => ({ text: other(i) })), "b.xlsx": TEXT }),
    text,
    "config/undecided",
  ],
];
