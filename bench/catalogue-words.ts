const words = (list: string): string[] => list.split(" ");

export const qualities = words(
  "Bright Calm Daily Early Fine Gentle Honest Keen Light Mellow Noble Plain Quiet Round Simple Tall",
);
export const materials = words(
  "Ash Brass Canvas Denim Enamel Felt Glass Horn Iron Jute Linen Marble Nickel Oak Paper Rattan Silk Teak Wool",
);
export const nouns = words(
  "Apron Basket Candle Desk Easel Frame Goblet Hammock Jar Kettle Lamp Mirror Notebook Organiser Plate Quilt Rug Stool Tray Umbrella Vase Watch",
);
/** What descriptions are filled with: words that no title has. */
export const fillerWords = words(
  "about after also because before both built care clean comes every first from good hand have house into keeps last " +
    "long made many more most never often only over rest same season should small some still that their then there " +
    "these this through under until very ways well when where which while with without work years your",
);
