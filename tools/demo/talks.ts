/** What the people of the demo have said to each other before it starts. */
import type { Said } from './people.ts'

/** Lines of one day, each a minute or some after the one before. */
export interface Day {
  /** Days before today. */
  readonly ago: number
  /** The first line's time of the day, 24 hours. */
  readonly at: string
  readonly lines: readonly Line[]
}

export type Line = readonly [who: string, en: string, es: string]

export interface Talk {
  readonly between: readonly [string, string]
  readonly days: readonly Day[]
  /** Lines of the last minutes before the demo began, the newest last. */
  readonly recent?: readonly Line[]
  /** The second one was not there for the recent ones, and has yet to get them. */
  readonly waits?: true
}

const anaAndBob: Talk = {
  between: ['ana', 'bob'],
  days: [
    {
      ago: 12,
      at: '16:05',
      lines: [
        [
          'ana',
          'Hi Bob! Are you in the lab group on Thursdays too?',
          '¡Hola, Bob! ¿Tú también estás en el grupo de laboratorio de los jueves?',
        ],
        ['bob', 'Yes, bench four, by the window.', 'Sí, en la mesa cuatro, junto a la ventana.'],
        ['ana', 'Then we are neighbours: I am at five.', 'Entonces somos vecinos: yo estoy en la cinco.'],
        ['bob', 'Good. You can tell me when I burn something 🙂', 'Qué bien. Así me avisas cuando queme algo 🙂'],
        ['ana', 'Deal.', 'Hecho.'],
      ],
    },
    {
      ago: 9,
      at: '18:32',
      lines: [
        [
          'bob',
          'Do you have the list of what we need for lab 3?',
          '¿Tienes la lista de lo que hace falta para la práctica 3?',
        ],
        [
          'ana',
          'Red onion, a slide, a cover glass, iodine, and paper towels.',
          'Cebolla roja, portaobjetos, cubreobjetos, yodo y papel de cocina.',
        ],
        ['bob', 'I can bring the onion.', 'Yo puedo llevar la cebolla.'],
        [
          'ana',
          'Then I bring the paper. The rest is in the cupboard, I asked Inés.',
          'Pues yo llevo el papel. Lo demás está en el armario, se lo he preguntado a Inés.',
        ],
        ['bob', 'Does it have to be a red one?', '¿Tiene que ser roja?'],
        [
          'ana',
          'It is easier: the cells have their own colour and you hardly need the iodine.',
          'Es más fácil: las células ya tienen color y casi no hace falta el yodo.',
        ],
        ['bob', 'Red it is.', 'Roja, entonces.'],
      ],
    },
    {
      ago: 8,
      at: '13:47',
      lines: [
        [
          'ana',
          'That went well! I counted 42 cells in one picture.',
          '¡Ha salido bien! He contado 42 células en una imagen.',
        ],
        ['bob', 'I got 39, but I think two were bubbles.', 'A mí me salen 39, pero creo que dos eran burbujas.'],
        ['ana', 'Bubbles have a thick black edge.', 'Las burbujas tienen un borde negro y grueso.'],
        ['bob', 'Then four were bubbles.', 'Entonces eran cuatro.'],
        ['ana', '😂', '😂'],
        [
          'bob',
          'Shall we write the report together? One per pair is enough.',
          '¿Hacemos el informe juntos? Con uno por pareja basta.',
        ],
        [
          'ana',
          'Yes. I do the introduction and the drawing, you the method?',
          'Sí. ¿Yo la introducción y el dibujo, y tú el método?',
        ],
        ['bob', 'And the results, since I have the table anyway.', 'Y los resultados, que la tabla ya la tengo.'],
      ],
    },
    {
      ago: 5,
      at: '20:11',
      lines: [
        [
          'bob',
          'The method is written. Half a page, with the steps numbered:\n1. Peel off one layer\n2. Put it flat on the slide\n3. A drop of iodine, wait two minutes\n4. Cover glass, at an angle, so that no air stays under it',
          'El método ya está. Media página, con los pasos numerados:\n1. Separar una capa\n2. Ponerla bien plana en el portaobjetos\n3. Una gota de yodo y esperar dos minutos\n4. El cubreobjetos, inclinado, para que no quede aire',
        ],
        ['ana', 'Very clear. Could you add how much we magnified?', 'Muy claro. ¿Puedes poner también los aumentos?'],
        ['bob', '100 first, then 400.', 'Primero 100 y luego 400.'],
        [
          'ana',
          'Then the drawing is at 400. I write that under it.',
          'Entonces el dibujo está a 400. Lo pongo debajo.',
        ],
        ['bob', 'When do we have to hand it in?', '¿Cuándo hay que entregarlo?'],
        ['ana', 'Friday, before the break.', 'El viernes, antes del recreo.'],
      ],
    },
    {
      ago: 3,
      at: '17:20',
      lines: [
        ['ana', 'I have put your part and mine together. Four pages.', 'He juntado tu parte y la mía. Cuatro páginas.'],
        ['bob', 'Is that too long?', '¿No es demasiado largo?'],
        ['ana', 'Carla said up to five.', 'Carla dijo que hasta cinco.'],
        ['bob', 'Perfect. I read it tonight and tell you what I find.', 'Perfecto. Lo leo esta noche y te digo.'],
        ['ana', 'No hurry.', 'Sin prisa.'],
        [
          'bob',
          'Read! One comma, and “celullose” on page three.',
          '¡Leído! Una coma, y «celullosa» en la página tres.',
        ],
        ['ana', 'Where were my eyes. Mended, thank you!', 'Dónde tendría los ojos. ¡Corregido, gracias!'],
      ],
    },
    {
      ago: 1,
      at: '09:58',
      lines: [
        [
          'ana',
          'Handed in. She said “at last one with a drawing that one can read”.',
          'Entregado. Ha dicho «por fin un dibujo que se entiende».',
        ],
        ['bob', 'That is you!', '¡Eso es cosa tuya!'],
        ['ana', 'And the method is you. Good team.', 'Y el método, tuya. Buen equipo.'],
        [
          'bob',
          'Have you seen that there is chess again on Thursdays?',
          '¿Has visto que vuelve a haber ajedrez los jueves?',
        ],
        [
          'ana',
          'In the library? I thought they had closed the room.',
          '¿En la biblioteca? Creía que habían cerrado la sala.',
        ],
        ['bob', 'Elena asked for it, and they gave her the key.', 'Elena la ha pedido y le han dado la llave.'],
        ['ana', 'Then I am in. You will be sorry 😈', 'Entonces me apunto. Te vas a arrepentir 😈'],
        ['bob', 'We will see.', 'Ya veremos.'],
      ],
    },
  ],
}

export const talks: readonly Talk[] = [
  anaAndBob,
  {
    between: ['carla', 'ana'],
    days: [
      {
        ago: 6,
        at: '10:15',
        lines: [
          [
            'carla',
            'Ana, could you collect the reports of your class until Friday?',
            'Ana, ¿puedes recoger los informes de tu clase hasta el viernes?',
          ],
          ['ana', 'Of course. On paper?', 'Claro. ¿En papel?'],
          ['carla', 'On paper or as PDF, as they like.', 'En papel o en PDF, como prefieran.'],
        ],
      },
      {
        ago: 2,
        at: '12:40',
        lines: [
          [
            'ana',
            'Twelve of fourteen so far. Darío and Marta are still writing.',
            'Doce de catorce por ahora. Faltan Darío y Marta.',
          ],
          ['carla', 'Thank you! They may take until Monday.', '¡Gracias! Que los traigan el lunes.'],
        ],
      },
    ],
  },
  {
    between: ['elena', 'ana'],
    days: [
      {
        ago: 4,
        at: '19:02',
        lines: [
          [
            'elena',
            'I have the key to the library for Thursdays!',
            '¡Tengo la llave de la biblioteca para los jueves!',
          ],
          ['ana', 'How did you do that?', '¿Cómo lo has conseguido?'],
          ['elena', 'I asked.', 'Preguntando.'],
        ],
      },
    ],
    recent: [
      ['elena', 'Are you coming on Thursday? We are one short.', '¿Vienes el jueves? Nos falta una persona.'],
      ['elena', 'It starts at five, in the library.', 'Empieza a las cinco, en la biblioteca.'],
    ],
    waits: true,
  },
  {
    between: ['ana', 'dario'],
    days: [
      {
        ago: 7,
        at: '15:33',
        lines: [
          ['dario', 'Is there homework? I am ill.', '¿Hay deberes? Estoy malo.'],
          ['ana', 'Page 61, exercises 2 to 5. Get well soon!', 'Página 61, del 2 al 5. ¡Que te mejores!'],
        ],
      },
    ],
    recent: [
      [
        'ana',
        'Carla says you may hand in the report on Monday.',
        'Dice Carla que puedes entregar el informe el lunes.',
      ],
      ['ana', 'Tell me if you need the table of results.', 'Dime si necesitas la tabla de resultados.'],
    ],
    waits: true,
  },
]

/** What the server says to everybody who signs in. */
export const motd: Said = {
  en: 'The library is closed on Friday. Rooms for the second term are on the notice board.',
  es: 'El viernes la biblioteca está cerrada. Las aulas del segundo trimestre están en el tablón.',
}

export const room = {
  name: 'clase',
  owner: 'ines',
  topic: { en: 'Lab 4 on Thursday: bring your report', es: 'Práctica 4 el jueves: traed el informe' } satisfies Said,
  description: { en: 'Everything about class 2.º B', es: 'Todo sobre la clase de 2.º B' } satisfies Said,
  /** Who is in it, by their nicknames there. */
  people: { ines: 'Inés', carla: 'Carla', elena: 'Elena' } as Readonly<Record<string, string>>,
  /** Who was in it at some time. */
  nicks: { ana: 'Ana', bob: 'Bob', dario: 'Darío' } as Readonly<Record<string, string>>,
  days: [
    {
      ago: 9,
      at: '08:31',
      lines: [
        [
          'ines',
          'Good morning, everybody. This room is for all that concerns the class: homework, labs, trips.',
          'Buenos días a todos. Esta sala es para todo lo de la clase: deberes, prácticas, excursiones.',
        ],
        ['elena', 'Good morning!', '¡Buenos días!'],
        ['ana', 'Good morning 👋', 'Buenos días 👋'],
        [
          'ines',
          'Lab 3 is tomorrow. Safety glasses are in the cupboard beside the door.',
          'Mañana, práctica 3. Las gafas de seguridad están en el armario junto a la puerta.',
        ],
        ['dario', 'Are there enough for everyone?', '¿Hay para todos?'],
        ['ines', 'Sixteen, and you are fourteen.', 'Dieciséis, y sois catorce.'],
      ],
    },
    {
      ago: 6,
      at: '11:02',
      lines: [
        [
          'carla',
          'I have put up the marks of the chemistry exam beside room 12.',
          'He colgado las notas del examen de química junto al aula 12.',
        ],
        ['bob', 'Thank you, Carla.', 'Gracias, Carla.'],
        ['elena', 'When can we look at the exams?', '¿Cuándo podemos ver los exámenes?'],
        [
          'carla',
          'Wednesday in the second break. Who cannot then, write to me.',
          'El miércoles en el segundo recreo. Quien no pueda, que me escriba.',
        ],
      ],
    },
    {
      ago: 2,
      at: '12:10',
      lines: [
        [
          'ines',
          'For Thursday: read pages 70 to 74, about osmosis.',
          'Para el jueves: leed las páginas 70 a 74, sobre la ósmosis.',
        ],
        ['ana', 'Is it the experiment with the potato?', '¿Es el experimento de la patata?'],
        ['ines', 'Exactly. One potato for each bench.', 'Exacto. Una patata por mesa.'],
        ['bob', 'I bring potatoes for four and five.', 'Llevo patatas para la cuatro y la cinco.'],
      ],
    },
    {
      ago: 1,
      at: '10:20',
      lines: [
        [
          'ines',
          'The report of lab 3 is due today, before the break. Give it to Ana.',
          'El informe de la práctica 3 se entrega hoy, antes del recreo. Dádselo a Ana.',
        ],
        ['elena', 'On my way!', '¡Voy!'],
        ['ana', 'I am at the door of room 12.', 'Estoy en la puerta del aula 12.'],
        [
          'elena',
          'Chess again on Thursdays at five, in the library. Everybody is welcome, also to watch.',
          'Vuelve el ajedrez: jueves a las cinco en la biblioteca. Podéis venir también a mirar.',
        ],
        ['bob', 'I come!', '¡Me apunto!'],
      ],
    },
  ] satisfies readonly Day[] as readonly Day[],
  recent: [
    [
      'carla',
      'Lab 4 starts ten minutes later, at 11:40.',
      'La práctica 4 empieza diez minutos más tarde, a las 11:40.',
    ],
    ['elena', 'Does somebody have a second potato?', '¿Alguien tiene otra patata?'],
    [
      'ines',
      '@Ana, could you open the lab? The key is at the front desk.',
      '@Ana, ¿puedes abrir el laboratorio? La llave está en conserjería.',
    ],
  ] satisfies readonly Line[] as readonly Line[],
}
