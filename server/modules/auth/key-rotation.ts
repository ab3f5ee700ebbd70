const day = 24 * 60 * 60 * 1000;

/** In milliseconds: how old the newest key is when the next is made. */
const replacedAfter = 30 * day;

/** In milliseconds: how long a key is published before it signs, far longer than anybody keeps a copy of the list. */
const publishedAhead = day;

/** In milliseconds: how long a key stays published once it signs no more; its last token has long expired by then. */
const publishedBehind = day;

interface Made {
  createdAt: Date;
}

/** Whether the next key has to be made. The keys are listed the newest first, here and below. */
export function isNextDue([newest]: readonly Made[], now: Date): boolean {
  return newest === undefined || age(newest, now) >= replacedAfter;
}

/**
 * The key that signs: the newest that everybody has had the time to fetch. Of a new shop's first key there is no copy to
 * be behind; and a key whose time is over goes on until the next one's has come.
 */
export function signerOf<Key extends Made>(keys: readonly Key[], now: Date): Key | undefined {
  return keys.find((key) => age(key, now) >= publishedAhead) ?? keys.at(-1);
}

/** The keys whose tokens may have to be verified, now or soon. */
export function publishedOf<Key extends Made>(keys: readonly Key[], now: Date): Key[] {
  return keys.filter((_, index) => {
    const next = keys[index - 1];
    return next === undefined || age(next, now) < publishedAhead + publishedBehind;
  });
}

function age({ createdAt }: Made, now: Date): number {
  return now.getTime() - createdAt.getTime();
}
