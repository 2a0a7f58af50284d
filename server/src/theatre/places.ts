import type { Place } from '@rearguard/shared';

/**
 * Towns, airfields, crossings and ports of the theatre. Positions are those of the towns, good to a few kilometres:
 * from lists derived from GeoNames, from OpenFlights, from encyclopedia entries, and, where none had the place, from
 * general knowledge (marked). Not for navigation.
 */
export const PLACES: readonly Place[] = [
  { id: 'bamako', name: { en: 'Bamako', fr: 'Bamako', zh: '巴马科' }, country: 'ML', lat: 12.65, lon: -8.0 },
  {
    id: 'bamako-senou-airport',
    name: { en: 'Bamako-Sénou airport', fr: 'Aéroport de Bamako-Sénou', zh: '巴马科机场' },
    country: 'ML',
    lat: 12.5335,
    lon: -7.94994,
  },
  { id: 'kati', name: { en: 'Kati', fr: 'Kati', zh: '卡蒂' }, country: 'ML', lat: 12.74409, lon: -8.07257 },
  { id: 'fana', name: { en: 'Fana', fr: 'Fana', zh: '法纳' }, country: 'ML', lat: 12.777, lon: -6.961 }, // general knowledge, good to about 6 km
  { id: 'segou', name: { en: 'Ségou', fr: 'Ségou', zh: '塞古' }, country: 'ML', lat: 13.4317, lon: -6.2157 },
  { id: 'bla', name: { en: 'Bla', fr: 'Bla', zh: '布拉' }, country: 'ML', lat: 12.95007, lon: -5.76024 },
  { id: 'san', name: { en: 'San', fr: 'San', zh: '桑' }, country: 'ML', lat: 13.30335, lon: -4.89562 },
  { id: 'sofara', name: { en: 'Sofara', fr: 'Sofara', zh: '索法拉' }, country: 'ML', lat: 14.017, lon: -4.242 }, // general knowledge, good to about 8 km
  { id: 'sevare', name: { en: 'Sévaré', fr: 'Sévaré', zh: '塞瓦雷' }, country: 'ML', lat: 14.533, lon: -4.1 },
  { id: 'mopti', name: { en: 'Mopti', fr: 'Mopti', zh: '莫普提' }, country: 'ML', lat: 14.4843, lon: -4.18296 },
  {
    id: 'mopti-airport',
    name: { en: 'Mopti-Sévaré airport', fr: 'Aéroport de Mopti-Sévaré', zh: '莫普提机场' },
    country: 'ML',
    lat: 14.5128,
    lon: -4.07956,
  },
  {
    id: 'bandiagara',
    name: { en: 'Bandiagara', fr: 'Bandiagara', zh: '邦贾加拉' },
    country: 'ML',
    lat: 14.35005,
    lon: -3.61038,
  },
  { id: 'bankass', name: { en: 'Bankass', fr: 'Bankass', zh: '班卡斯' }, country: 'ML', lat: 14.0775, lon: -3.51594 },
  { id: 'ogossagou', name: { en: 'Ogossagou', fr: 'Ogossagou', zh: '奥戈萨古' }, country: 'ML', lat: 13.97, lon: -3.6 }, // general knowledge, good to about 20 km
  { id: 'konna', name: { en: 'Konna', fr: 'Konna', zh: '孔纳' }, country: 'ML', lat: 14.95, lon: -3.89 }, // general knowledge, good to about 5 km
  {
    id: 'douentza',
    name: { en: 'Douentza', fr: 'Douentza', zh: '杜安扎' },
    country: 'ML',
    lat: 15.00155,
    lon: -2.94978,
  },
  { id: 'boni', name: { en: 'Boni', fr: 'Boni', zh: '博尼' }, country: 'ML', lat: 15.07, lon: -2.22 }, // general knowledge, good to about 6 km
  { id: 'hombori', name: { en: 'Hombori', fr: 'Hombori', zh: '洪博里' }, country: 'ML', lat: 15.283, lon: -1.7 }, // general knowledge, good to about 5 km
  { id: 'gossi', name: { en: 'Gossi', fr: 'Gossi', zh: '戈西' }, country: 'ML', lat: 15.82, lon: -1.3 }, // general knowledge, good to about 6 km
  {
    id: 'wabaria',
    name: { en: 'Wabaria bridge', fr: 'Pont de Wabaria', zh: '瓦巴里亚桥' },
    country: 'ML',
    lat: 16.21,
    lon: -0.05,
  }, // general knowledge, good to about 5 km
  { id: 'gao', name: { en: 'Gao', fr: 'Gao', zh: '加奥' }, country: 'ML', lat: 16.27167, lon: -0.04472 },
  {
    id: 'gao-airport',
    name: { en: 'Gao airport', fr: 'Aéroport de Gao', zh: '加奥机场' },
    country: 'ML',
    lat: 16.2484,
    lon: -0.00546,
  },
  { id: 'ansongo', name: { en: 'Ansongo', fr: 'Ansongo', zh: '昂松戈' }, country: 'ML', lat: 15.6597, lon: 0.5022 },
  { id: 'fafa', name: { en: 'Fafa', fr: 'Fafa', zh: '法法' }, country: 'ML', lat: 15.34, lon: 0.69 }, // general knowledge, good to about 10 km
  {
    id: 'ouattagouna',
    name: { en: 'Ouattagouna', fr: 'Ouattagouna', zh: '瓦塔古纳' },
    country: 'ML',
    lat: 15.18,
    lon: 0.72,
  }, // general knowledge, good to about 8 km
  {
    id: 'labbezanga',
    name: { en: 'Labbézanga', fr: 'Labbézanga', zh: '拉贝赞加' },
    country: 'ML',
    lat: 14.961,
    lon: 0.703,
  }, // general knowledge, good to about 4 km
  { id: 'menaka', name: { en: 'Ménaka', fr: 'Ménaka', zh: '梅纳卡' }, country: 'ML', lat: 15.9182, lon: 2.4022 },
  {
    id: 'ansongo-menaka-mid',
    name: { en: 'Ansongo–Ménaka track point', fr: 'Point de piste Ansongo–Ménaka', zh: '昂松戈—梅纳卡途中点' },
    country: 'ML',
    lat: 15.74,
    lon: 1.45,
  },
  { id: 'bourem', name: { en: 'Bourem', fr: 'Bourem', zh: '布雷姆' }, country: 'ML', lat: 16.955, lon: -0.34861 },
  { id: 'bamba', name: { en: 'Bamba', fr: 'Bamba', zh: '班巴' }, country: 'ML', lat: 17.03, lon: -1.45 }, // general knowledge, good to about 8 km
  { id: 'tarkint', name: { en: 'Tarkint', fr: 'Tarkint', zh: '塔尔金特' }, country: 'ML', lat: 17.36, lon: 0.15 },
  { id: 'tabankort', name: { en: 'Tabankort', fr: 'Tabankort', zh: '塔班科尔' }, country: 'ML', lat: 17.83, lon: 0.2 }, // general knowledge, good to about 15 km
  { id: 'anefis', name: { en: 'Anéfis', fr: 'Anéfis', zh: '阿内菲斯' }, country: 'ML', lat: 18.05, lon: 0.6 }, // general knowledge, good to about 5 km
  { id: 'kidal', name: { en: 'Kidal', fr: 'Kidal', zh: '基达尔' }, country: 'ML', lat: 18.44111, lon: 1.40778 },
  { id: 'aguelhok', name: { en: 'Aguelhok', fr: 'Aguelhok', zh: '阿盖洛克' }, country: 'ML', lat: 19.465, lon: 0.856 },
  {
    id: 'tessalit',
    name: { en: 'Tessalit', fr: 'Tessalit', zh: '泰萨利' },
    country: 'ML',
    lat: 20.20126,
    lon: 1.01186,
  },
  {
    id: 'tessalit-airport',
    name: { en: 'Tessalit airfield (Amachach)', fr: 'Aérodrome de Tessalit (Amachach)', zh: '泰萨利机场' },
    country: 'ML',
    lat: 20.243,
    lon: 0.97731,
  },
  {
    id: 'timbuktu',
    name: { en: 'Timbuktu', fr: 'Tombouctou', zh: '通布图' },
    country: 'ML',
    lat: 16.77348,
    lon: -3.00742,
  },
  {
    id: 'timbuktu-airport',
    name: { en: 'Timbuktu airport', fr: 'Aéroport de Tombouctou', zh: '通布图机场' },
    country: 'ML',
    lat: 16.7305,
    lon: -3.00758,
  },
  {
    id: 'korioume',
    name: { en: 'Korioumé ferry landing', fr: 'Bac de Korioumé', zh: '科里乌梅渡口' },
    country: 'ML',
    lat: 16.67,
    lon: -3.03,
  }, // general knowledge, good to about 5 km
  {
    id: 'bambara-maoude',
    name: { en: 'Bambara Maoudé', fr: 'Bambara Maoudé', zh: '班巴拉毛代' },
    country: 'ML',
    lat: 15.85,
    lon: -2.79,
  }, // general knowledge, good to about 8 km
  { id: 'ber', name: { en: 'Ber', fr: 'Ber', zh: '贝尔' }, country: 'ML', lat: 16.834, lon: -2.528 }, // general knowledge, good to about 5 km
  { id: 'goundam', name: { en: 'Goundam', fr: 'Goundam', zh: '贡达姆' }, country: 'ML', lat: 16.41453, lon: -3.67075 },
  { id: 'dire', name: { en: 'Diré', fr: 'Diré', zh: '迪雷' }, country: 'ML', lat: 16.25705, lon: -3.40126 },
  { id: 'tonka', name: { en: 'Tonka', fr: 'Tonka', zh: '通卡' }, country: 'ML', lat: 16.13389, lon: -3.74861 },
  {
    id: 'niafunke',
    name: { en: 'Niafunké', fr: 'Niafunké', zh: '尼亚丰凯' },
    country: 'ML',
    lat: 15.9322,
    lon: -3.9906,
  },
  {
    id: 'koutiala',
    name: { en: 'Koutiala', fr: 'Koutiala', zh: '库佳拉' },
    country: 'ML',
    lat: 12.39173,
    lon: -5.46421,
  },
  {
    id: 'koury',
    name: { en: 'Koury (border, ML side)', fr: 'Koury (frontière, côté malien)', zh: '库里(边境马里侧)' },
    country: 'ML',
    lat: 12.16,
    lon: -4.8,
  }, // general knowledge, good to about 10 km
  { id: 'sikasso', name: { en: 'Sikasso', fr: 'Sikasso', zh: '锡卡索' }, country: 'ML', lat: 11.31755, lon: -5.66654 },
  {
    id: 'bougouni',
    name: { en: 'Bougouni', fr: 'Bougouni', zh: '布古尼' },
    country: 'ML',
    lat: 11.41769,
    lon: -7.48323,
  },
  { id: 'kadiolo', name: { en: 'Kadiolo', fr: 'Kadiolo', zh: '卡焦洛' }, country: 'ML', lat: 10.55, lon: -5.76667 },
  {
    id: 'zegoua',
    name: { en: 'Zégoua (border, ML side)', fr: 'Zégoua (frontière, côté malien)', zh: '泽古阿(边境马里侧)' },
    country: 'ML',
    lat: 10.48,
    lon: -5.65,
  }, // general knowledge, good to about 5 km
  { id: 'kolokani', name: { en: 'Kolokani', fr: 'Kolokani', zh: '科洛卡尼' }, country: 'ML', lat: 13.573, lon: -8.035 }, // general knowledge, good to about 6 km
  { id: 'didieni', name: { en: 'Didiéni', fr: 'Didiéni', zh: '迪杰尼' }, country: 'ML', lat: 13.89, lon: -8.1 }, // general knowledge, good to about 8 km
  { id: 'diema', name: { en: 'Diéma', fr: 'Diéma', zh: '杰马' }, country: 'ML', lat: 14.54, lon: -9.19 }, // general knowledge, good to about 6 km
  { id: 'sandare', name: { en: 'Sandaré', fr: 'Sandaré', zh: '桑达雷' }, country: 'ML', lat: 14.7, lon: -10.29 }, // general knowledge, good to about 8 km
  { id: 'kayes', name: { en: 'Kayes', fr: 'Kayes', zh: '卡伊' }, country: 'ML', lat: 14.44693, lon: -11.44448 },
  {
    id: 'diboli',
    name: { en: 'Diboli (border, ML side)', fr: 'Diboli (frontière, côté malien)', zh: '迪博利(边境马里侧)' },
    country: 'ML',
    lat: 14.46,
    lon: -12.19,
  }, // general knowledge, good to about 4 km
  {
    id: 'kidira',
    name: { en: 'Kidira (border, SN side)', fr: 'Kidira (frontière, côté sénégalais)', zh: '基迪拉(边境塞内加尔侧)' },
    country: 'SN',
    lat: 14.457,
    lon: -12.217,
  }, // general knowledge, good to about 4 km
  {
    id: 'tambacounda',
    name: { en: 'Tambacounda', fr: 'Tambacounda', zh: '坦巴昆达' },
    country: 'SN',
    lat: 13.77073,
    lon: -13.66734,
  },
  { id: 'kaolack', name: { en: 'Kaolack', fr: 'Kaolack', zh: '考拉克' }, country: 'SN', lat: 14.15197, lon: -16.07259 },
  { id: 'thies', name: { en: 'Thiès', fr: 'Thiès', zh: '捷斯' }, country: 'SN', lat: 14.78944, lon: -16.92602 },
  {
    id: 'port-dakar',
    name: { en: 'Port of Dakar', fr: 'Port de Dakar', zh: '达喀尔港' },
    country: 'SN',
    lat: 14.68,
    lon: -17.43,
  }, // general knowledge, good to about 3 km
  {
    id: 'pogo',
    name: { en: 'Pogo (border, CI side)', fr: 'Pogo (frontière, côté ivoirien)', zh: '波戈(边境科特迪瓦侧)' },
    country: 'CI',
    lat: 10.43,
    lon: -5.63,
  }, // general knowledge, good to about 8 km
  {
    id: 'ouangolodougou',
    name: { en: 'Ouangolodougou', fr: 'Ouangolodougou', zh: '万戈洛杜古' },
    country: 'CI',
    lat: 9.97,
    lon: -5.15,
  }, // general knowledge, good to about 5 km
  {
    id: 'ferkessedougou',
    name: { en: 'Ferkessédougou', fr: 'Ferkessédougou', zh: '费尔凯塞杜古' },
    country: 'CI',
    lat: 9.5928,
    lon: -5.19449,
  },
  { id: 'bouake', name: { en: 'Bouaké', fr: 'Bouaké', zh: '布瓦凯' }, country: 'CI', lat: 7.69385, lon: -5.03031 },
  {
    id: 'yamoussoukro',
    name: { en: 'Yamoussoukro', fr: 'Yamoussoukro', zh: '亚穆苏克罗' },
    country: 'CI',
    lat: 6.82055,
    lon: -5.27674,
  },
  {
    id: 'port-abidjan',
    name: { en: 'Port of Abidjan', fr: "Port d'Abidjan", zh: '阿比让港' },
    country: 'CI',
    lat: 5.29,
    lon: -4.01,
  }, // general knowledge, good to about 4 km
  {
    id: 'faramana',
    name: {
      en: 'Faramana (border, BF side)',
      fr: 'Faramana (frontière, côté burkinabè)',
      zh: '法拉马纳(边境布基纳法索侧)',
    },
    country: 'BF',
    lat: 12.05,
    lon: -4.67,
  }, // general knowledge, good to about 10 km
  {
    id: 'bobo-dioulasso',
    name: { en: 'Bobo-Dioulasso', fr: 'Bobo-Dioulasso', zh: '博博迪乌拉索' },
    country: 'BF',
    lat: 11.17715,
    lon: -4.2979,
  },
  { id: 'hounde', name: { en: 'Houndé', fr: 'Houndé', zh: '温代' }, country: 'BF', lat: 11.5, lon: -3.51667 },
  { id: 'boromo', name: { en: 'Boromo', fr: 'Boromo', zh: '博罗莫' }, country: 'BF', lat: 11.74542, lon: -2.93006 },
  {
    id: 'ouagadougou',
    name: { en: 'Ouagadougou', fr: 'Ouagadougou', zh: '瓦加杜古' },
    country: 'BF',
    lat: 12.36566,
    lon: -1.53388,
  },
  { id: 'koupela', name: { en: 'Koupéla', fr: 'Koupéla', zh: '库佩拉' }, country: 'BF', lat: 12.17864, lon: -0.35103 },
  {
    id: 'tenkodogo',
    name: { en: 'Tenkodogo', fr: 'Tenkodogo', zh: '滕科多戈' },
    country: 'BF',
    lat: 11.78,
    lon: -0.36972,
  },
  {
    id: 'cinkasse',
    name: { en: 'Cinkassé (border BF/TG)', fr: 'Cinkassé (frontière BF/TG)', zh: '辛卡塞(布基纳法索/多哥边境)' },
    country: 'TG',
    lat: 11.1,
    lon: 0.01,
  }, // general knowledge, good to about 6 km
  { id: 'dapaong', name: { en: 'Dapaong', fr: 'Dapaong', zh: '达庞' }, country: 'TG', lat: 10.86225, lon: 0.20762 },
  {
    id: 'mango-tg',
    name: { en: 'Sansanné-Mango', fr: 'Sansanné-Mango', zh: '桑桑内曼戈' },
    country: 'TG',
    lat: 10.35917,
    lon: 0.47083,
  },
  { id: 'kara', name: { en: 'Kara', fr: 'Kara', zh: '卡拉' }, country: 'TG', lat: 9.55111, lon: 1.18611 },
  { id: 'sokode', name: { en: 'Sokodé', fr: 'Sokodé', zh: '索科代' }, country: 'TG', lat: 8.98333, lon: 1.13333 },
  {
    id: 'atakpame',
    name: { en: 'Atakpamé', fr: 'Atakpamé', zh: '阿塔克帕梅' },
    country: 'TG',
    lat: 7.53333,
    lon: 1.13333,
  },
  {
    id: 'port-lome',
    name: { en: 'Port of Lomé', fr: 'Port de Lomé', zh: '洛美港' },
    country: 'TG',
    lat: 6.137,
    lon: 1.287,
  }, // general knowledge, good to about 3 km
  { id: 'ayorou', name: { en: 'Ayorou', fr: 'Ayorou', zh: '阿约鲁' }, country: 'NE', lat: 14.73075, lon: 0.91739 },
  {
    id: 'tillaberi',
    name: { en: 'Tillabéri', fr: 'Tillabéri', zh: '蒂拉贝里' },
    country: 'NE',
    lat: 14.20711,
    lon: 1.45418,
  },
  { id: 'niamey', name: { en: 'Niamey', fr: 'Niamey', zh: '尼亚美' }, country: 'NE', lat: 13.51366, lon: 2.1098 },
  { id: 'dosso', name: { en: 'Dosso', fr: 'Dosso', zh: '多索' }, country: 'NE', lat: 13.049, lon: 3.1937 },
  {
    id: 'gaya',
    name: { en: 'Gaya (border, NE side)', fr: 'Gaya (frontière, côté nigérien)', zh: '加亚(边境尼日尔侧)' },
    country: 'NE',
    lat: 11.88435,
    lon: 3.44919,
  },
  {
    id: 'malanville',
    name: {
      en: 'Malanville (border, BJ side)',
      fr: 'Malanville (frontière, côté béninois)',
      zh: '马朗维尔(边境贝宁侧)',
    },
    country: 'BJ',
    lat: 11.86819,
    lon: 3.38327,
  },
  { id: 'kandi', name: { en: 'Kandi', fr: 'Kandi', zh: '坎迪' }, country: 'BJ', lat: 11.13417, lon: 2.93861 },
  { id: 'parakou', name: { en: 'Parakou', fr: 'Parakou', zh: '帕拉库' }, country: 'BJ', lat: 9.33716, lon: 2.63031 },
  {
    id: 'dassa',
    name: { en: 'Dassa-Zoumé', fr: 'Dassa-Zoumé', zh: '达萨祖梅' },
    country: 'BJ',
    lat: 7.75,
    lon: 2.18333,
  },
  { id: 'bohicon', name: { en: 'Bohicon', fr: 'Bohicon', zh: '博希孔' }, country: 'BJ', lat: 7.17826, lon: 2.0667 },
  {
    id: 'port-cotonou',
    name: { en: 'Port of Cotonou', fr: 'Port de Cotonou', zh: '科托努港' },
    country: 'BJ',
    lat: 6.347,
    lon: 2.428,
  }, // general knowledge, good to about 3 km
  { id: 'dakar', name: { en: 'Dakar', fr: 'Dakar', zh: '达喀尔' }, country: 'SN', lat: 14.6937, lon: -17.44406 },
  {
    id: 'ndjamena',
    name: { en: "N'Djamena airport", fr: "Aéroport de N'Djamena", zh: '恩贾梅纳机场' },
    country: 'TD',
    lat: 12.1337,
    lon: 15.034,
  },
];
