#ifdef PEG
struct T_SRC {
	char *fl; int ln;
} T_SRC[NTRANS];

void
tr_2_src(int m, char *file, int ln)
{	T_SRC[m].fl = file;
	T_SRC[m].ln = ln;
}

void
putpeg(int n, int m)
{	printf("%5d	trans %4d ", m, n);
	printf("%s:%d\n",
		T_SRC[n].fl, T_SRC[n].ln);
}
#endif

void
settable(void)
{	Trans *T;
	Trans *settr(int, int, int, int, int, char *, int, int, int);

	trans = (Trans ***) emalloc(9*sizeof(Trans **));

	/* proctype 7: comesToAnEnd */

	trans[7] = (Trans **) emalloc(21*sizeof(Trans *));

	trans[7][8]	= settr(558,0,7,1,0,".(goto)", 0, 2, 0);
	T = trans[7][7] = settr(557,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(557,0,1,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(557,0,3,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(557,0,5,0,0,"DO", 0, 2, 0);
	trans[7][1]	= settr(551,0,12,3,0,"(!(!(alive)))", 1, 2, 0);
	trans[7][2]	= settr(552,0,12,1,0,"goto accept_S5", 0, 2, 0);
	trans[7][3]	= settr(553,0,17,4,0,"((!(!(calm))&&!(over)))", 1, 2, 0);
	trans[7][4]	= settr(554,0,17,1,0,"goto accept_S10", 0, 2, 0);
	trans[7][5]	= settr(555,0,7,1,0,"(1)", 0, 2, 0);
	trans[7][6]	= settr(556,0,7,1,0,"goto T0_init", 0, 2, 0);
	trans[7][9]	= settr(559,0,12,1,0,"break", 0, 2, 0);
	trans[7][13]	= settr(563,0,12,1,0,".(goto)", 0, 2, 0);
	T = trans[7][12] = settr(562,0,0,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(562,0,10,0,0,"DO", 0, 2, 0);
	trans[7][10]	= settr(560,0,12,5,0,"(!(!(alive)))", 1, 2, 0);
	trans[7][11]	= settr(561,0,12,1,0,"goto accept_S5", 0, 2, 0);
	trans[7][14]	= settr(564,0,17,1,0,"break", 0, 2, 0);
	trans[7][18]	= settr(568,0,17,1,0,".(goto)", 0, 2, 0);
	T = trans[7][17] = settr(567,0,0,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(567,0,15,0,0,"DO", 0, 2, 0);
	trans[7][15]	= settr(565,0,17,6,0,"(!(over))", 1, 2, 0);
	trans[7][16]	= settr(566,0,17,1,0,"goto accept_S10", 0, 2, 0);
	trans[7][19]	= settr(569,0,20,1,0,"break", 0, 2, 0);
	trans[7][20]	= settr(570,0,0,7,7,"-end-", 0, 3500, 0);

	/* proctype 6: Operator */

	trans[6] = (Trans **) emalloc(39*sizeof(Trans *));

	T = trans[ 6][7] = settr(519,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(519,2,1,0,0,"ATOMIC", 1, 2, 0);
	trans[6][1]	= settr(513,2,5,8,8,"source[0] = 1", 1, 2, 0); /* m: 2 -> 0,5 */
	reached6[2] = 1;
	trans[6][2]	= settr(0,0,0,0,0,"source[1] = 1",0,0,0);
	trans[6][3]	= settr(0,0,0,0,0,"copy[0] = 4",0,0,0);
	trans[6][4]	= settr(0,0,0,0,0,"copy[1] = 4",0,0,0);
	trans[6][5]	= settr(517,2,6,9,9,"(run Agent(0))", 1, 2, 0);
	trans[6][6]	= settr(518,0,12,10,10,"(run Agent(1))", 1, 2, 0);
	T = trans[ 6][12] = settr(524,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(524,0,11,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 6][11] = settr(523,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(523,2,8,0,0,"ATOMIC", 1, 2, 0);
	trans[6][8]	= settr(520,2,10,11,11,"alive = 1", 1, 2, 0); /* m: 9 -> 0,10 */
	reached6[9] = 1;
	trans[6][9]	= settr(0,0,0,0,0,"threads = 1",0,0,0);
	trans[6][10]	= settr(522,0,30,12,12,"(run Controller(3))", 1, 2, 0);
	trans[6][31]	= settr(543,0,30,1,0,".(goto)", 0, 2, 0);
	T = trans[6][30] = settr(542,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(542,0,13,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(542,0,15,0,0,"DO", 0, 2, 0);
	trans[6][13]	= settr(525,0,33,13,0,"(((threads==0)&&((((phase==1)||(phase==3))||(!(incumbent)&&!(parked)))||((decision==2)&&successorLost))))", 1, 2, 0);
	trans[6][14]	= settr(526,0,33,1,0,"goto :b6", 0, 2, 0);
	trans[6][15]	= settr(527,0,28,14,0,"((((threads==0)&&!(((((phase==1)||(phase==3))||(!(incumbent)&&!(parked)))||((decision==2)&&successorLost))))&&incumbent))", 1, 2, 0);
	T = trans[6][28] = settr(540,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(540,0,16,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(540,0,22,0,0,"IF", 0, 2, 0);
	trans[6][16]	= settr(528,0,21,15,0,"((!(calm)||(decision==2)))", 1, 2, 0);
	T = trans[ 6][21] = settr(533,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(533,0,20,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 6][20] = settr(532,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(532,2,17,0,0,"ATOMIC", 1, 2, 0);
	trans[6][17]	= settr(529,2,19,16,16,"alive = 1", 1, 2, 0); /* m: 18 -> 0,19 */
	reached6[18] = 1;
	trans[6][18]	= settr(0,0,0,0,0,"threads = 1",0,0,0);
	trans[6][19]	= settr(531,0,30,17,17,"(run Controller(2))", 1, 2, 0);
	trans[6][29]	= settr(541,0,30,1,0,".(goto)", 0, 2, 0);
	trans[6][22]	= settr(534,0,27,18,0,"((!(calm)||(decision!=2)))", 1, 2, 0);
	T = trans[ 6][27] = settr(539,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(539,0,26,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 6][26] = settr(538,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(538,2,23,0,0,"ATOMIC", 1, 2, 0);
	trans[6][23]	= settr(535,2,25,19,19,"alive = 1", 1, 2, 0); /* m: 24 -> 0,25 */
	reached6[24] = 1;
	trans[6][24]	= settr(0,0,0,0,0,"threads = 1",0,0,0);
	trans[6][25]	= settr(537,0,30,20,20,"(run Controller(1))", 1, 2, 0);
	trans[6][32]	= settr(544,0,33,1,0,"break", 0, 2, 0);
	trans[6][33]	= settr(545,0,37,21,0,"((((!(freezing[0])||ended[0])||!(incumbent))&&((!(freezing[1])||ended[1])||!(incumbent))))", 1, 2, 0);
	T = trans[ 6][37] = settr(549,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(549,2,34,0,0,"ATOMIC", 1, 2, 0);
	trans[6][34]	= settr(546,4,38,22,22,"assert((((decision==2)&&successorLost)||(((source[0]==1)&&incumbent)||((copy[0]==1)&&successor))))", 1, 2, 0); /* m: 35 -> 0,38 */
	reached6[35] = 1;
	trans[6][35]	= settr(0,0,0,0,0,"assert((((decision==2)&&successorLost)||(((source[1]==1)&&incumbent)||((copy[1]==1)&&successor))))",0,0,0);
	trans[6][36]	= settr(0,0,0,0,0,"over = 1",0,0,0);
	trans[6][38]	= settr(550,0,0,23,23,"-end-", 0, 3500, 0);

	/* proctype 5: Faults */

	trans[5] = (Trans **) emalloc(24*sizeof(Trans *));

	trans[5][21]	= settr(510,0,20,1,0,".(goto)", 0, 2, 0);
	T = trans[5][20] = settr(509,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(509,0,5,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(509,0,11,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(509,0,17,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(509,0,18,0,0,"DO", 0, 2, 0);
	T = trans[ 5][5] = settr(494,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(494,2,1,0,0,"ATOMIC", 1, 2, 0);
	trans[5][1]	= settr(490,0,20,24,24,"((!(calm)&&alive))", 1, 2, 0); /* m: 2 -> 20,0 */
	reached5[2] = 1;
	trans[5][2]	= settr(0,0,0,0,0,"alive = 0",0,0,0);
	trans[5][3]	= settr(0,0,0,0,0,"pipe[0] = 0",0,0,0);
	trans[5][4]	= settr(0,0,0,0,0,"pipe[1] = 0",0,0,0);
/*->*/	trans[5][11]	= settr(500,32,20,25,25,"D_STEP409", 1, 2, 0);
/*->*/	trans[5][17]	= settr(506,32,20,26,26,"D_STEP411", 1, 2, 0);
	trans[5][18]	= settr(507,0,23,27,27,"calm = 1", 1, 2, 0);
	trans[5][19]	= settr(508,0,23,1,0,"goto :b5", 0, 2, 0);
	trans[5][22]	= settr(511,0,23,1,0,"break", 0, 2, 0);
	trans[5][23]	= settr(512,0,0,28,28,"-end-", 0, 3500, 0);

	/* proctype 4: Heir */

	trans[4] = (Trans **) emalloc(29*sizeof(Trans *));

	trans[4][13]	= settr(474,0,12,1,0,".(goto)", 0, 2, 0);
	T = trans[4][12] = settr(473,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(473,0,8,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(473,0,11,0,0,"DO", 0, 2, 0);
	T = trans[ 4][8] = settr(469,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(469,2,1,0,0,"ATOMIC", 1, 2, 0);
	trans[4][1]	= settr(462,2,6,29,29,"((successor&&call[1].asked[0]))", 1, 2, 0); /* m: 2 -> 6,0 */
	reached4[2] = 1;
	trans[4][2]	= settr(0,0,0,0,0,"kept = 1",0,0,0);
	trans[4][3]	= settr(0,0,0,0,0,"begun = 1",0,0,0);
	T = trans[4][6] = settr(467,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(467,2,4,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(467,2,5,0,0,"IF", 1, 2, 0);
	trans[4][4]	= settr(465,0,12,30,30,"call[1].done[0] = 1", 1, 2, 0); /* m: 7 -> 0,12 */
	reached4[7] = 1;
	trans[4][7]	= settr(468,0,12,31,31,".(goto)", 1, 2, 0);
	trans[4][5]	= settr(466,0,12,32,32,"(!(calm))", 1, 2, 0); /* m: 7 -> 12,0 */
	reached4[7] = 1;
	T = trans[ 4][11] = settr(472,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(472,2,9,0,0,"ATOMIC", 1, 2, 0);
	trans[4][9]	= settr(470,4,15,33,33,"(((successor&&begun)&&parked))", 1, 2, 0); /* m: 10 -> 15,0 */
	reached4[10] = 1;
	trans[4][10]	= settr(471,0,15,1,0,"goto take", 1, 2, 0);
	trans[4][14]	= settr(475,0,15,1,0,"break", 0, 2, 0);
	trans[4][15]	= settr(476,0,20,34,0,"assert(parked)", 1, 2, 0);
	T = trans[4][20] = settr(481,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(481,0,16,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(481,0,18,0,0,"IF", 0, 2, 0);
	trans[4][16]	= settr(477,0,17,35,0,"(successor)", 1, 2, 0);
	trans[4][17]	= settr(478,0,25,36,36,"phase = 4", 1, 2, 0);
	trans[4][21]	= settr(482,0,25,1,0,".(goto)", 0, 2, 0);
	trans[4][18]	= settr(479,0,27,37,0,"(!(successor))", 1, 2, 0);
	trans[4][19]	= settr(480,0,27,1,0,"goto end2", 0, 2, 0);
	T = trans[4][25] = settr(486,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(486,0,22,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(486,0,24,0,0,"IF", 0, 2, 0);
	trans[4][22]	= settr(483,0,23,38,0,"(successor)", 1, 2, 0);
	trans[4][23]	= settr(484,0,27,39,39,"phase = 3", 1, 2, 0);
	trans[4][26]	= settr(487,0,27,1,0,".(goto)", 0, 2, 0);
	trans[4][24]	= settr(485,0,27,40,0,"(!(successor))", 1, 2, 0);
	trans[4][27]	= settr(488,0,28,1,0,"(1)", 0, 2, 0);
	trans[4][28]	= settr(489,0,0,41,41,"-end-", 0, 3500, 0);

	/* proctype 3: Agent */

	trans[3] = (Trans **) emalloc(67*sizeof(Trans *));

	trans[3][64]	= settr(459,0,63,1,0,".(goto)", 0, 2, 0);
	T = trans[3][63] = settr(458,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(458,0,3,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(458,0,10,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(458,0,30,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(458,0,49,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(458,0,62,0,0,"DO", 0, 2, 0);
	T = trans[ 3][3] = settr(398,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(398,2,1,0,0,"ATOMIC", 1, 2, 0);
	trans[3][1]	= settr(396,0,63,42,42,"(((successor&&call[6].asked[i])&&!(call[6].done[i])))", 1, 2, 0); /* m: 2 -> 63,0 */
	reached3[2] = 1;
	trans[3][2]	= settr(0,0,0,0,0,"call[6].done[i] = 1",0,0,0);
	T = trans[ 3][10] = settr(405,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(405,2,4,0,0,"ATOMIC", 1, 2, 0);
	trans[3][4]	= settr(399,2,8,43,43,"((successor&&call[5].asked[i]))", 1, 2, 0); /* m: 5 -> 8,0 */
	reached3[5] = 1;
	trans[3][5]	= settr(0,0,0,0,0,"holder[i] = 1",0,0,0);
	T = trans[3][8] = settr(403,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(403,2,6,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(403,2,7,0,0,"IF", 1, 2, 0);
	trans[3][6]	= settr(401,0,63,44,44,"call[5].done[i] = 1", 1, 2, 0); /* m: 9 -> 0,63 */
	reached3[9] = 1;
	trans[3][9]	= settr(404,0,63,45,45,".(goto)", 1, 2, 0);
	trans[3][7]	= settr(402,0,63,46,46,"(!(calm))", 1, 2, 0); /* m: 9 -> 63,0 */
	reached3[9] = 1;
	T = trans[ 3][30] = settr(425,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(425,2,11,0,0,"ATOMIC", 1, 2, 0);
	trans[3][11]	= settr(406,2,28,47,0,"((successor&&call[4].asked[i]))", 1, 2, 0);
	T = trans[3][28] = settr(423,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(423,2,12,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(423,2,24,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(423,2,26,0,0,"IF", 1, 2, 0);
	trans[3][12]	= settr(407,2,22,48,0,"((holder[i]&&(copy[i]==4)))", 1, 2, 0);
	T = trans[3][22] = settr(417,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(417,2,13,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(417,2,15,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(417,2,17,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(417,2,20,0,0,"IF", 1, 2, 0);
	trans[3][13]	= settr(408,0,63,49,49,"copy[i] = 2", 1, 2, 0); /* m: 14 -> 0,63 */
	reached3[14] = 1;
	trans[3][14]	= settr(0,0,0,0,0,"call[4].done[i] = 1",0,0,0);
	trans[3][23]	= settr(418,0,63,50,50,".(goto)", 1, 2, 0); /* m: 29 -> 0,63 */
	reached3[29] = 1;
	trans[3][15]	= settr(410,0,63,51,51,"(!(calm))", 1, 2, 0); /* m: 16 -> 63,0 */
	reached3[16] = 1;
	trans[3][16]	= settr(0,0,0,0,0,"copy[i] = 2",0,0,0);
	trans[3][17]	= settr(412,0,63,52,52,"(!(calm))", 1, 2, 0); /* m: 18 -> 63,0 */
	reached3[18] = 1;
	trans[3][18]	= settr(0,0,0,0,0,"copy[i] = 3",0,0,0);
	trans[3][19]	= settr(0,0,0,0,0,"call[4].refused[i] = 1",0,0,0);
	trans[3][20]	= settr(415,0,63,53,53,"(!(calm))", 1, 2, 0); /* m: 21 -> 63,0 */
	reached3[21] = 1;
	trans[3][21]	= settr(0,0,0,0,0,"copy[i] = 3",0,0,0);
	trans[3][29]	= settr(424,0,63,54,54,".(goto)", 1, 2, 0);
	trans[3][24]	= settr(419,0,63,55,55,"(((copy[i]==2)||(copy[i]==3)))", 1, 2, 0); /* m: 25 -> 63,0 */
	reached3[25] = 1;
	trans[3][25]	= settr(0,0,0,0,0,"call[4].done[i] = 1",0,0,0);
	trans[3][26]	= settr(421,0,63,56,56,"(((copy[i]==1)||((copy[i]==4)&&!(holder[i]))))", 1, 2, 0); /* m: 27 -> 63,0 */
	reached3[27] = 1;
	trans[3][27]	= settr(0,0,0,0,0,"call[4].refused[i] = 1",0,0,0);
	T = trans[ 3][49] = settr(444,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(444,2,31,0,0,"ATOMIC", 1, 2, 0);
	trans[3][31]	= settr(426,2,47,57,57,"((successor&&call[3].asked[i]))", 1, 2, 0); /* m: 32 -> 47,0 */
	reached3[32] = 1;
	trans[3][32]	= settr(0,0,0,0,0,"assert((copy[i]!=3))",0,0,0);
	T = trans[3][47] = settr(442,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(442,2,33,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(442,2,35,0,0,"IF", 1, 2, 0);
	trans[3][33]	= settr(428,0,63,58,58,"((copy[i]==4))", 1, 2, 0); /* m: 34 -> 63,0 */
	reached3[34] = 1;
	trans[3][34]	= settr(0,0,0,0,0,"call[3].refused[i] = 1",0,0,0);
	trans[3][48]	= settr(443,0,63,59,59,".(goto)", 1, 2, 0);
	trans[3][35]	= settr(430,2,39,60,60,"((copy[i]!=4))", 1, 2, 0); /* m: 36 -> 39,0 */
	reached3[36] = 1;
	trans[3][36]	= settr(0,0,0,0,0,"copy[i] = 1",0,0,0);
	T = trans[ 3][39] = settr(434,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(434,0,37,0,0,"sub-sequence", 1, 2, 0);
	trans[3][37]	= settr(432,2,45,61,61,"assert(!(((source[i]==1)&&(copy[i]==1))))", 1, 2, 0); /* m: 38 -> 0,45 */
	reached3[38] = 1;
	trans[3][38]	= settr(0,0,0,0,0,"assert(((copy[i]!=1)||(decision==2)))",0,0,0);
	T = trans[3][45] = settr(440,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(440,2,40,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(440,2,42,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(440,2,44,0,0,"IF", 1, 2, 0);
	trans[3][40]	= settr(435,0,63,62,62,"committed[i] = 1", 1, 2, 0); /* m: 41 -> 0,63 */
	reached3[41] = 1;
	trans[3][41]	= settr(0,0,0,0,0,"call[3].done[i] = 1",0,0,0);
	trans[3][46]	= settr(441,0,63,63,63,".(goto)", 1, 2, 0); /* m: 48 -> 0,63 */
	reached3[48] = 1;
	trans[3][42]	= settr(437,0,63,64,64,"(!(calm))", 1, 2, 0); /* m: 43 -> 63,0 */
	reached3[43] = 1;
	trans[3][43]	= settr(0,0,0,0,0,"committed[i] = 1",0,0,0);
	trans[3][44]	= settr(439,0,63,65,65,"(!(calm))", 1, 2, 0); /* m: 46 -> 63,0 */
	reached3[46] = 1;
	T = trans[ 3][62] = settr(457,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(457,2,50,0,0,"ATOMIC", 1, 2, 0);
	trans[3][50]	= settr(445,2,60,66,66,"((successor&&call[2].asked[i]))", 1, 2, 0); /* m: 51 -> 60,0 */
	reached3[51] = 1;
	trans[3][51]	= settr(0,0,0,0,0,"assert((copy[i]!=1))",0,0,0);
	T = trans[3][60] = settr(455,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(455,2,52,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(455,2,55,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(455,2,58,0,0,"IF", 1, 2, 0);
	trans[3][52]	= settr(447,0,63,67,67,"copy[i] = 4", 1, 2, 0); /* m: 53 -> 0,63 */
	reached3[53] = 1;
	trans[3][53]	= settr(0,0,0,0,0,"holder[i] = 0",0,0,0);
	trans[3][54]	= settr(0,0,0,0,0,"call[2].done[i] = 1",0,0,0);
	trans[3][61]	= settr(456,0,63,68,68,".(goto)", 1, 2, 0);
	trans[3][55]	= settr(450,0,63,69,69,"(!(calm))", 1, 2, 0); /* m: 56 -> 63,0 */
	reached3[56] = 1;
	trans[3][56]	= settr(0,0,0,0,0,"copy[i] = 4",0,0,0);
	trans[3][57]	= settr(0,0,0,0,0,"holder[i] = 0",0,0,0);
	trans[3][58]	= settr(453,0,63,70,70,"(!(calm))", 1, 2, 0); /* m: 59 -> 63,0 */
	reached3[59] = 1;
	trans[3][59]	= settr(0,0,0,0,0,"call[2].refused[i] = 1",0,0,0);
	trans[3][65]	= settr(460,0,66,1,0,"break", 0, 2, 0);
	trans[3][66]	= settr(461,0,0,71,71,"-end-", 0, 3500, 0);

	/* proctype 2: Controller */

	trans[2] = (Trans **) emalloc(179*sizeof(Trans *));

	T = trans[2][6] = settr(223,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(223,0,1,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(223,0,3,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(223,0,5,0,0,"IF", 0, 2, 0);
	trans[2][1]	= settr(218,0,101,72,72,"((command==2))", 0, 2, 0);
	trans[2][1]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	T = trans[ 2][175] = settr(392,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(392,2,173,0,0,"ATOMIC", 1, 2, 0);
	trans[2][173]	= settr(390,0,178,73,73,"(!(alive))", 1, 2, 0); /* m: 174 -> 178,0 */
	reached2[174] = 1;
	trans[2][174]	= settr(0,0,0,0,0,"threads = (threads-1)",0,0,0);
	trans[2][177]	= settr(394,0,178,1,0,".(goto)", 0, 2, 0);
	/* end-escapes */
	trans[2][2]	= settr(219,0,101,1,0,"goto resume", 0, 2, 0);
	trans[2][2]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][7]	= settr(224,0,8,1,0,".(goto)", 0, 2, 0);
	trans[2][3]	= settr(220,0,56,74,74,"((command==1))", 0, 2, 0);
	trans[2][3]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][4]	= settr(221,0,56,1,0,"goto rollBack", 0, 2, 0);
	trans[2][4]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][5]	= settr(222,0,8,75,75,"((command==3))", 0, 2, 0);
	trans[2][5]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][8]	= settr(225,0,9,76,76,"phase = 10", 1, 2, 0);
	trans[2][8]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][9]	= settr(226,0,13,77,77,"phase = 9", 1, 2, 0);
	trans[2][9]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[2][13] = settr(230,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(230,0,10,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(230,0,11,0,0,"IF", 0, 2, 0);
	trans[2][10]	= settr(227,0,15,1,0,"(1)", 0, 2, 0);
	trans[2][10]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][14]	= settr(231,0,15,1,0,".(goto)", 0, 2, 0);
	trans[2][11]	= settr(228,0,51,78,0,"(!(calm))", 1, 2, 0);
	trans[2][11]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][12]	= settr(229,0,51,1,0,"goto giveUp", 0, 2, 0);
	trans[2][12]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][15]	= settr(232,0,19,79,79,"phase = 8", 1, 2, 0);
	trans[2][15]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[2][19] = settr(236,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(236,0,16,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(236,0,17,0,0,"IF", 0, 2, 0);
	trans[2][16]	= settr(233,0,21,1,0,"(1)", 0, 2, 0);
	trans[2][16]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][20]	= settr(237,0,21,1,0,".(goto)", 0, 2, 0);
	trans[2][17]	= settr(234,0,51,80,0,"(!(calm))", 1, 2, 0);
	trans[2][17]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][18]	= settr(235,0,51,1,0,"goto giveUp", 0, 2, 0);
	trans[2][18]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][21]	= settr(238,0,22,81,81,"successor = 1", 1, 2, 0);
	trans[2][21]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][22]	= settr(239,0,26,82,82,"phase = 7", 1, 2, 0);
	trans[2][22]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
/*->*/	trans[2][26]	= settr(243,32,32,83,83,"D_STEP246", 1, 2, 0);
	trans[2][26]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[2][32] = settr(249,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(249,0,27,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(249,0,28,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(249,0,30,0,0,"IF", 0, 2, 0);
	trans[2][27]	= settr(244,0,34,84,0,"(call[6].done[0])", 1, 2, 0);
	trans[2][27]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][33]	= settr(250,0,34,1,0,".(goto)", 0, 2, 0);
	trans[2][28]	= settr(245,0,51,85,0,"(call[6].refused[0])", 1, 2, 0);
	trans[2][28]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][29]	= settr(246,0,51,1,0,"goto giveUp", 0, 2, 0);
	trans[2][29]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][30]	= settr(247,0,51,86,0,"((!(calm)||!(successor)))", 1, 2, 0);
	trans[2][30]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][31]	= settr(248,0,51,1,0,"goto giveUp", 0, 2, 0);
	trans[2][31]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][34]	= settr(251,0,40,87,87,"phase = 6", 1, 2, 0);
	trans[2][34]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[ 2][40] = settr(257,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(257,2,35,0,0,"ATOMIC", 1, 2, 0);
	trans[2][35]	= settr(252,2,36,88,88,"threads = (threads+2)", 1, 2, 0);
	trans[2][35]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][36]	= settr(253,2,37,89,89,"app[0] = 6", 1, 2, 0);
	trans[2][36]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][37]	= settr(254,2,38,90,90,"app[1] = 6", 1, 2, 0);
	trans[2][37]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][38]	= settr(255,2,39,91,91,"(run Move(0))", 1, 2, 0);
	trans[2][38]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][39]	= settr(256,0,41,92,92,"(run Move(1))", 1, 2, 0);
	trans[2][39]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][41]	= settr(258,0,46,93,0,"((moved==2))", 1, 2, 0);
	trans[2][41]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[2][46] = settr(263,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(263,0,42,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(263,0,44,0,0,"IF", 0, 2, 0);
	trans[2][42]	= settr(259,0,51,94,0,"(failed)", 1, 2, 0);
	trans[2][42]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][43]	= settr(260,0,51,1,0,"goto giveUp", 0, 2, 0);
	trans[2][43]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][47]	= settr(264,0,51,1,0,".(goto)", 0, 2, 0);
	trans[2][44]	= settr(261,0,135,2,0,"else", 0, 2, 0);
	trans[2][44]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][45]	= settr(262,0,135,1,0,"goto retire", 0, 2, 0);
	trans[2][45]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[2][51] = settr(268,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(268,0,48,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(268,0,50,0,0,"IF", 0, 2, 0);
	trans[2][48]	= settr(265,0,172,95,0,"((decision==2))", 1, 2, 0);
	trans[2][48]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][49]	= settr(266,0,172,1,0,"goto exit", 0, 2, 0);
	trans[2][49]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][52]	= settr(269,0,56,1,0,".(goto)", 0, 2, 0);
	trans[2][50]	= settr(267,0,56,2,0,"else", 0, 2, 0);
	trans[2][50]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[2][56] = settr(273,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(273,0,53,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(273,0,54,0,0,"IF", 0, 2, 0);
	trans[2][53]	= settr(270,0,64,1,0,"(1)", 0, 2, 0);
	trans[2][53]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][57]	= settr(274,0,64,1,0,".(goto)", 0, 2, 0);
	trans[2][54]	= settr(271,0,172,96,0,"(!(calm))", 1, 2, 0);
	trans[2][54]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][55]	= settr(272,0,172,1,0,"goto exit", 0, 2, 0);
	trans[2][55]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[ 2][64] = settr(281,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(281,2,63,0,0,"ATOMIC", 1, 2, 0);
	T = trans[ 2][63] = settr(280,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(280,0,61,0,0,"sub-sequence", 1, 2, 0);
	T = trans[2][61] = settr(278,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(278,2,58,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(278,2,60,0,0,"IF", 1, 2, 0);
	trans[2][58]	= settr(275,2,59,97,0,"((decision==0))", 1, 2, 0);
	trans[2][58]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][59]	= settr(276,2,62,98,98,"decision = 1", 1, 2, 0);
	trans[2][59]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][62]	= settr(279,0,68,1,0,".(goto)", 1, 2, 0);
	trans[2][60]	= settr(277,2,62,2,0,"else", 1, 2, 0);
	trans[2][60]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[2][68] = settr(285,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(285,0,65,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(285,0,67,0,0,"IF", 0, 2, 0);
	trans[2][65]	= settr(282,0,172,99,0,"((decision==2))", 1, 2, 0);
	trans[2][65]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][66]	= settr(283,0,172,1,0,"goto exit", 0, 2, 0);
	trans[2][66]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][69]	= settr(286,0,70,1,0,".(goto)", 0, 2, 0);
	trans[2][67]	= settr(284,0,70,2,0,"else", 0, 2, 0);
	trans[2][67]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][70]	= settr(287,0,71,100,100,"phase = 2", 1, 2, 0);
	trans[2][70]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][71]	= settr(288,0,72,101,0,"((!(freezing[0])||ended[0]))", 1, 2, 0);
	trans[2][71]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][72]	= settr(289,0,76,102,0,"((!(freezing[1])||ended[1]))", 1, 2, 0);
	trans[2][72]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[2][76] = settr(293,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(293,0,73,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(293,0,74,0,0,"IF", 0, 2, 0);
	trans[2][73]	= settr(290,0,90,1,0,"(1)", 0, 2, 0);
	trans[2][73]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][77]	= settr(294,0,90,1,0,".(goto)", 0, 2, 0);
	trans[2][74]	= settr(291,0,172,103,0,"(!(calm))", 1, 2, 0);
	trans[2][74]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][75]	= settr(292,0,172,1,0,"goto exit", 0, 2, 0);
	trans[2][75]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[ 2][90] = settr(307,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(307,2,78,0,0,"ATOMIC", 1, 2, 0);
	trans[2][78]	= settr(295,2,79,104,104,"successor = 0", 1, 2, 0);
	trans[2][78]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][79]	= settr(296,2,86,105,105,"i = 0", 1, 2, 0);
	trans[2][79]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][87]	= settr(304,2,86,1,0,".(goto)", 1, 2, 0);
	T = trans[2][86] = settr(303,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(303,2,80,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(303,2,84,0,0,"DO", 1, 2, 0);
	trans[2][80]	= settr(297,2,81,106,0,"((i<=1))", 1, 2, 0);
	trans[2][80]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][81]	= settr(298,2,82,107,107,"copy[i] = 4", 1, 2, 0);
	trans[2][81]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][82]	= settr(299,2,83,108,108,"holder[i] = 0", 1, 2, 0);
	trans[2][82]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][83]	= settr(300,2,86,109,109,"i = (i+1)", 1, 2, 0);
	trans[2][83]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][84]	= settr(301,2,88,2,0,"else", 1, 2, 0);
	trans[2][84]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][85]	= settr(302,2,88,1,0,"goto :b0", 1, 2, 0);
	trans[2][85]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][88]	= settr(305,2,89,1,0,"break", 1, 2, 0);
	trans[2][88]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][89]	= settr(306,0,94,110,110,"i = 0", 1, 2, 0);
	trans[2][89]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[2][94] = settr(311,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(311,0,91,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(311,0,92,0,0,"IF", 0, 2, 0);
	trans[2][91]	= settr(308,0,96,1,0,"(1)", 0, 2, 0);
	trans[2][91]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][95]	= settr(312,0,96,1,0,".(goto)", 0, 2, 0);
	trans[2][92]	= settr(309,0,172,111,0,"(!(calm))", 1, 2, 0);
	trans[2][92]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][93]	= settr(310,0,172,1,0,"goto exit", 0, 2, 0);
	trans[2][93]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][96]	= settr(313,0,172,112,112,"phase = 1", 1, 2, 0);
	trans[2][96]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][97]	= settr(314,0,172,1,0,"goto exit", 0, 2, 0);
	trans[2][97]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[2][101] = settr(318,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(318,0,98,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(318,0,100,0,0,"IF", 0, 2, 0);
	trans[2][98]	= settr(315,0,172,113,0,"((decision!=2))", 1, 2, 0);
	trans[2][98]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][99]	= settr(316,0,172,1,0,"goto exit", 0, 2, 0);
	trans[2][99]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][102]	= settr(319,0,106,1,0,".(goto)", 0, 2, 0);
	trans[2][100]	= settr(317,0,106,2,0,"else", 0, 2, 0);
	trans[2][100]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
/*->*/	trans[2][106]	= settr(323,32,112,114,114,"D_STEP290", 1, 2, 0);
	trans[2][106]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[2][112] = settr(329,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(329,0,107,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(329,0,108,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(329,0,110,0,0,"IF", 0, 2, 0);
	trans[2][107]	= settr(324,0,114,115,0,"(call[6].done[0])", 1, 2, 0);
	trans[2][107]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][113]	= settr(330,0,114,1,0,".(goto)", 0, 2, 0);
	trans[2][108]	= settr(325,0,172,116,0,"(call[6].refused[0])", 1, 2, 0);
	trans[2][108]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][109]	= settr(326,0,172,1,0,"goto exit", 0, 2, 0);
	trans[2][109]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][110]	= settr(327,0,172,117,0,"((!(calm)||!(successor)))", 1, 2, 0);
	trans[2][110]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][111]	= settr(328,0,172,1,0,"goto exit", 0, 2, 0);
	trans[2][111]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][114]	= settr(331,0,132,118,118,"i = 0", 0, 2, 0);
	trans[2][114]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][133]	= settr(350,0,132,1,0,".(goto)", 0, 2, 0);
	T = trans[2][132] = settr(349,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(349,0,115,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(349,0,130,0,0,"DO", 0, 2, 0);
	trans[2][115]	= settr(332,0,116,119,0,"((i<=1))", 0, 2, 0);
	trans[2][115]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][116]	= settr(333,0,120,120,0,"(ended[i])", 1, 2, 0);
	trans[2][116]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
/*->*/	trans[2][120]	= settr(337,32,126,121,121,"D_STEP296", 1, 2, 0);
	trans[2][120]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[2][126] = settr(343,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(343,0,121,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(343,0,122,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(343,0,124,0,0,"IF", 0, 2, 0);
	trans[2][121]	= settr(338,0,128,122,0,"(call[3].done[i])", 1, 2, 0);
	trans[2][121]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][127]	= settr(344,0,128,1,0,".(goto)", 0, 2, 0);
	trans[2][122]	= settr(339,0,172,123,123,"(call[3].refused[i])", 1, 2, 0);
	trans[2][122]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][123]	= settr(340,0,172,1,0,"goto exit", 0, 2, 0);
	trans[2][123]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][124]	= settr(341,0,172,124,0,"((!(calm)||!(successor)))", 1, 2, 0);
	trans[2][124]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][125]	= settr(342,0,172,1,0,"goto exit", 0, 2, 0);
	trans[2][125]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][128]	= settr(345,0,129,125,125,"app[i] = 2", 1, 2, 0);
	trans[2][128]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][129]	= settr(346,0,132,126,126,"i = (i+1)", 0, 2, 0);
	trans[2][129]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][130]	= settr(347,0,135,2,0,"else", 0, 2, 0);
	trans[2][130]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][131]	= settr(348,0,135,1,0,"goto :b1", 0, 2, 0);
	trans[2][131]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][134]	= settr(351,0,135,1,0,"break", 0, 2, 0);
	trans[2][134]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][135]	= settr(352,0,139,127,127,"phase = 5", 1, 2, 0);
	trans[2][135]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[2][139] = settr(356,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(356,0,136,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(356,0,137,0,0,"IF", 0, 2, 0);
	trans[2][136]	= settr(353,0,144,1,0,"(1)", 0, 2, 0);
	trans[2][136]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][140]	= settr(357,0,144,1,0,".(goto)", 0, 2, 0);
	trans[2][137]	= settr(354,0,172,128,0,"(!(calm))", 1, 2, 0);
	trans[2][137]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][138]	= settr(355,0,172,1,0,"goto exit", 0, 2, 0);
	trans[2][138]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
/*->*/	trans[2][144]	= settr(361,32,150,129,129,"D_STEP304", 1, 2, 0);
	trans[2][144]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[2][150] = settr(367,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(367,0,145,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(367,0,146,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(367,0,148,0,0,"IF", 0, 2, 0);
	trans[2][145]	= settr(362,0,155,130,0,"(call[1].done[0])", 1, 2, 0);
	trans[2][145]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][151]	= settr(368,0,155,1,0,".(goto)", 0, 2, 0);
	trans[2][146]	= settr(363,0,172,131,0,"(call[1].refused[0])", 1, 2, 0);
	trans[2][146]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][147]	= settr(364,0,172,1,0,"goto exit", 0, 2, 0);
	trans[2][147]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][148]	= settr(365,0,172,132,0,"((!(calm)||!(successor)))", 1, 2, 0);
	trans[2][148]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][149]	= settr(366,0,172,1,0,"goto exit", 0, 2, 0);
	trans[2][149]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[2][155] = settr(372,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(372,0,152,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(372,0,153,0,0,"IF", 0, 2, 0);
	trans[2][152]	= settr(369,0,169,1,0,"(1)", 0, 2, 0);
	trans[2][152]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][156]	= settr(373,0,169,1,0,".(goto)", 0, 2, 0);
	trans[2][153]	= settr(370,0,172,133,0,"(!(calm))", 1, 2, 0);
	trans[2][153]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][154]	= settr(371,0,172,1,0,"goto exit", 0, 2, 0);
	trans[2][154]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[ 2][169] = settr(386,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(386,2,157,0,0,"ATOMIC", 1, 2, 0);
	trans[2][157]	= settr(374,2,158,134,134,"parked = 1", 1, 2, 0);
	trans[2][157]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][158]	= settr(375,2,159,135,135,"incumbent = 0", 1, 2, 0);
	trans[2][158]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][159]	= settr(376,2,165,136,136,"i = 0", 1, 2, 0);
	trans[2][159]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][166]	= settr(383,2,165,1,0,".(goto)", 1, 2, 0);
	T = trans[2][165] = settr(382,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(382,2,160,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(382,2,163,0,0,"DO", 1, 2, 0);
	trans[2][160]	= settr(377,2,161,137,0,"((i<=1))", 1, 2, 0);
	trans[2][160]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][161]	= settr(378,2,162,138,138,"source[i] = 4", 1, 2, 0);
	trans[2][161]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][162]	= settr(379,2,165,139,139,"i = (i+1)", 1, 2, 0);
	trans[2][162]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][163]	= settr(380,2,167,2,0,"else", 1, 2, 0);
	trans[2][163]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][164]	= settr(381,2,167,1,0,"goto :b2", 1, 2, 0);
	trans[2][164]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][167]	= settr(384,2,168,1,0,"break", 1, 2, 0);
	trans[2][167]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][168]	= settr(385,0,172,140,140,"i = 0", 1, 2, 0);
	trans[2][168]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	T = trans[ 2][172] = settr(389,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(389,2,170,0,0,"ATOMIC", 1, 2, 0);
	trans[2][170]	= settr(387,2,171,141,141,"alive = 0", 1, 2, 0);
	trans[2][170]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][171]	= settr(388,0,178,142,142,"threads = (threads-1)", 1, 2, 0);
	trans[2][171]->escp[0] = 175;
	reached2[175] = 1;
	/* escape #0: 175 */
	/* end-escapes */
	trans[2][178]	= settr(395,0,0,143,143,"-end-", 0, 3500, 0);

	/* proctype 1: Move */

	trans[1] = (Trans **) emalloc(154*sizeof(Trans *));

/*->*/	trans[1][4]	= settr(68,32,10,144,144,"D_STEP143", 1, 2, 0);
	trans[1][4]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	T = trans[ 1][150] = settr(214,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(214,2,148,0,0,"ATOMIC", 1, 2, 0);
	trans[1][148]	= settr(212,0,153,145,145,"(!(alive))", 1, 2, 0); /* m: 149 -> 153,0 */
	reached1[149] = 1;
	trans[1][149]	= settr(0,0,0,0,0,"threads = (threads-1)",0,0,0);
	trans[1][152]	= settr(216,0,153,1,0,".(goto)", 0, 2, 0);
	/* end-escapes */
	T = trans[1][10] = settr(74,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(74,0,5,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(74,0,6,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(74,0,8,0,0,"IF", 0, 2, 0);
	trans[1][5]	= settr(69,0,15,146,0,"(call[5].done[i])", 1, 2, 0);
	trans[1][5]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][11]	= settr(75,0,15,1,0,".(goto)", 0, 2, 0);
	trans[1][6]	= settr(70,0,101,147,0,"(call[5].refused[i])", 1, 2, 0);
	trans[1][6]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][7]	= settr(71,0,101,1,0,"goto fails", 0, 2, 0);
	trans[1][7]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][8]	= settr(72,0,101,148,0,"((!(calm)||!(successor)))", 1, 2, 0);
	trans[1][8]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][9]	= settr(73,0,101,1,0,"goto fails", 0, 2, 0);
	trans[1][9]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[1][15] = settr(79,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(79,0,12,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(79,0,13,0,0,"IF", 0, 2, 0);
	trans[1][12]	= settr(76,0,17,1,0,"(1)", 0, 2, 0);
	trans[1][12]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][16]	= settr(80,0,17,1,0,".(goto)", 0, 2, 0);
	trans[1][13]	= settr(77,0,101,149,0,"(!(calm))", 1, 2, 0);
	trans[1][13]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][14]	= settr(78,0,101,1,0,"goto fails", 0, 2, 0);
	trans[1][14]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][17]	= settr(81,0,18,150,150,"app[i] = 5", 1, 2, 0);
	trans[1][17]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][18]	= settr(82,0,25,151,151,"atPrepared[i] = 1", 1, 2, 0);
	trans[1][18]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[1][25] = settr(89,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(89,0,19,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(89,0,20,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(89,0,22,0,0,"IF", 0, 2, 0);
	trans[1][19]	= settr(83,0,30,152,0,"(((atPrepared[0]&&atPrepared[1])&&!(failed)))", 1, 2, 0);
	trans[1][19]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][26]	= settr(90,0,30,1,0,".(goto)", 0, 2, 0);
	trans[1][20]	= settr(84,0,101,153,0,"(failed)", 1, 2, 0);
	trans[1][20]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][21]	= settr(85,0,101,1,0,"goto fails", 0, 2, 0);
	trans[1][21]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][22]	= settr(86,0,23,154,0,"(!(calm))", 1, 2, 0);
	trans[1][22]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][23]	= settr(87,0,101,155,155,"failed = 1", 1, 2, 0);
	trans[1][23]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][24]	= settr(88,0,101,1,0,"goto fails", 0, 2, 0);
	trans[1][24]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[1][30] = settr(94,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(94,0,27,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(94,0,28,0,0,"IF", 0, 2, 0);
	trans[1][27]	= settr(91,0,36,1,0,"(1)", 0, 2, 0);
	trans[1][27]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][31]	= settr(95,0,36,1,0,".(goto)", 0, 2, 0);
	trans[1][28]	= settr(92,0,101,156,0,"(!(calm))", 1, 2, 0);
	trans[1][28]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][29]	= settr(93,0,101,1,0,"goto fails", 0, 2, 0);
	trans[1][29]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[ 1][36] = settr(100,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(100,2,32,0,0,"ATOMIC", 1, 2, 0);
	trans[1][32]	= settr(96,2,33,157,157,"app[i] = 4", 1, 2, 0);
	trans[1][32]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][33]	= settr(97,2,34,158,158,"pipe[i] = 1", 1, 2, 0);
	trans[1][33]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][34]	= settr(98,2,35,159,159,"freezing[i] = 1", 1, 2, 0);
	trans[1][34]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][35]	= settr(99,0,40,160,160,"(run Freeze(i))", 1, 2, 0);
	trans[1][35]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[1][40] = settr(104,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(104,0,37,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(104,0,38,0,0,"IF", 0, 2, 0);
	trans[1][37]	= settr(101,0,45,161,0,"(frozen[i])", 1, 2, 0);
	trans[1][37]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][41]	= settr(105,0,45,1,0,".(goto)", 0, 2, 0);
	trans[1][38]	= settr(102,0,101,162,0,"((ended[i]&&!(frozen[i])))", 1, 2, 0);
	trans[1][38]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][39]	= settr(103,0,101,1,0,"goto fails", 0, 2, 0);
	trans[1][39]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
/*->*/	trans[1][45]	= settr(109,32,51,163,163,"D_STEP160", 1, 2, 0);
	trans[1][45]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[1][51] = settr(115,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(115,0,46,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(115,0,47,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(115,0,49,0,0,"IF", 0, 2, 0);
	trans[1][46]	= settr(110,0,56,164,0,"(call[4].done[i])", 1, 2, 0);
	trans[1][46]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][52]	= settr(116,0,56,1,0,".(goto)", 0, 2, 0);
	trans[1][47]	= settr(111,0,101,165,0,"(call[4].refused[i])", 1, 2, 0);
	trans[1][47]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][48]	= settr(112,0,101,1,0,"goto fails", 0, 2, 0);
	trans[1][48]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][49]	= settr(113,0,101,166,0,"((!(calm)||!(successor)))", 1, 2, 0);
	trans[1][49]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][50]	= settr(114,0,101,1,0,"goto fails", 0, 2, 0);
	trans[1][50]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[1][56] = settr(120,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(120,0,53,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(120,0,55,0,0,"IF", 0, 2, 0);
	trans[1][53]	= settr(117,0,101,167,0,"((copy[i]==3))", 1, 2, 0);
	trans[1][53]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][54]	= settr(118,0,101,1,0,"goto fails", 0, 2, 0);
	trans[1][54]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][57]	= settr(121,0,61,1,0,".(goto)", 0, 2, 0);
	trans[1][55]	= settr(119,0,61,2,0,"else", 0, 2, 0);
	trans[1][55]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[1][61] = settr(125,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(125,0,58,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(125,0,59,0,0,"IF", 0, 2, 0);
	trans[1][58]	= settr(122,0,63,1,0,"(1)", 0, 2, 0);
	trans[1][58]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][62]	= settr(126,0,63,1,0,".(goto)", 0, 2, 0);
	trans[1][59]	= settr(123,0,101,168,0,"(!(calm))", 1, 2, 0);
	trans[1][59]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][60]	= settr(124,0,101,1,0,"goto fails", 0, 2, 0);
	trans[1][60]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][63]	= settr(127,0,64,169,169,"app[i] = 3", 1, 2, 0);
	trans[1][63]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][64]	= settr(128,0,71,170,170,"atRestored[i] = 1", 1, 2, 0);
	trans[1][64]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[1][71] = settr(135,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(135,0,65,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(135,0,66,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(135,0,68,0,0,"IF", 0, 2, 0);
	trans[1][65]	= settr(129,0,76,171,0,"(((atRestored[0]&&atRestored[1])&&!(failed)))", 1, 2, 0);
	trans[1][65]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][72]	= settr(136,0,76,1,0,".(goto)", 0, 2, 0);
	trans[1][66]	= settr(130,0,101,172,0,"(failed)", 1, 2, 0);
	trans[1][66]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][67]	= settr(131,0,101,1,0,"goto fails", 0, 2, 0);
	trans[1][67]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][68]	= settr(132,0,69,173,0,"(!(calm))", 1, 2, 0);
	trans[1][68]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][69]	= settr(133,0,101,174,174,"failed = 1", 1, 2, 0);
	trans[1][69]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][70]	= settr(134,0,101,1,0,"goto fails", 0, 2, 0);
	trans[1][70]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[1][76] = settr(140,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(140,0,73,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(140,0,74,0,0,"IF", 0, 2, 0);
	trans[1][73]	= settr(137,0,84,1,0,"(1)", 0, 2, 0);
	trans[1][73]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][77]	= settr(141,0,84,1,0,".(goto)", 0, 2, 0);
	trans[1][74]	= settr(138,0,101,175,0,"(!(calm))", 1, 2, 0);
	trans[1][74]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][75]	= settr(139,0,101,1,0,"goto fails", 0, 2, 0);
	trans[1][75]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[ 1][84] = settr(148,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(148,2,83,0,0,"ATOMIC", 1, 2, 0);
	T = trans[ 1][83] = settr(147,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(147,0,81,0,0,"sub-sequence", 1, 2, 0);
	T = trans[1][81] = settr(145,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(145,2,78,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(145,2,80,0,0,"IF", 1, 2, 0);
	trans[1][78]	= settr(142,2,79,176,0,"((decision==0))", 1, 2, 0);
	trans[1][78]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][79]	= settr(143,2,82,177,177,"decision = 2", 1, 2, 0);
	trans[1][79]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][82]	= settr(146,0,88,1,0,".(goto)", 1, 2, 0);
	trans[1][80]	= settr(144,2,82,2,0,"else", 1, 2, 0);
	trans[1][80]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[1][88] = settr(152,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(152,0,85,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(152,0,87,0,0,"IF", 0, 2, 0);
	trans[1][85]	= settr(149,0,101,178,0,"((decision==1))", 1, 2, 0);
	trans[1][85]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][86]	= settr(150,0,101,1,0,"goto fails", 0, 2, 0);
	trans[1][86]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][89]	= settr(153,0,90,1,0,".(goto)", 0, 2, 0);
	trans[1][87]	= settr(151,0,90,2,0,"else", 0, 2, 0);
	trans[1][87]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][90]	= settr(154,0,91,179,179,"answered[i] = 1", 1, 2, 0);
	trans[1][90]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][91]	= settr(155,0,124,180,0,"(ended[i])", 1, 2, 0);
	trans[1][91]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][92]	= settr(156,0,124,1,0,"goto decided", 0, 2, 0);
	trans[1][92]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[1][101] = settr(165,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(165,0,99,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(165,0,100,0,0,"IF", 0, 2, 0);
	T = trans[ 1][99] = settr(163,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(163,2,98,0,0,"ATOMIC", 1, 2, 0);
	T = trans[ 1][98] = settr(162,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(162,0,96,0,0,"sub-sequence", 1, 2, 0);
	T = trans[1][96] = settr(160,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(160,2,93,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(160,2,95,0,0,"IF", 1, 2, 0);
	trans[1][93]	= settr(157,2,94,181,0,"((decision==0))", 1, 2, 0);
	trans[1][93]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][94]	= settr(158,2,97,182,182,"decision = 1", 1, 2, 0);
	trans[1][94]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][97]	= settr(161,0,116,1,0,".(goto)", 1, 2, 0);
	trans[1][95]	= settr(159,2,97,2,0,"else", 1, 2, 0);
	trans[1][95]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][102]	= settr(166,0,116,1,0,".(goto)", 0, 2, 0);
	trans[1][100]	= settr(164,0,116,183,0,"(!(calm))", 1, 2, 0);
	trans[1][100]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[1][116] = settr(180,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(180,0,103,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(180,0,115,0,0,"IF", 0, 2, 0);
	trans[1][103]	= settr(167,0,107,184,0,"((decision==1))", 1, 2, 0);
	trans[1][103]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
/*->*/	trans[1][107]	= settr(171,32,113,185,185,"D_STEP203", 1, 2, 0);
	trans[1][107]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[1][113] = settr(177,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(177,0,108,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(177,0,109,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(177,0,111,0,0,"IF", 0, 2, 0);
	trans[1][108]	= settr(172,0,122,186,0,"(call[2].done[i])", 1, 2, 0);
	trans[1][108]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][114]	= settr(178,0,122,1,0,".(goto)", 0, 2, 0);
	trans[1][109]	= settr(173,0,122,187,0,"(call[2].refused[i])", 1, 2, 0);
	trans[1][109]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][110]	= settr(174,0,122,1,0,"goto thaws", 0, 2, 0);
	trans[1][110]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][111]	= settr(175,0,122,188,0,"((!(calm)||!(successor)))", 1, 2, 0);
	trans[1][111]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][112]	= settr(176,0,122,1,0,"goto thaws", 0, 2, 0);
	trans[1][112]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][117]	= settr(181,0,122,1,0,".(goto)", 0, 2, 0);
	trans[1][115]	= settr(179,0,122,2,0,"else", 0, 2, 0);
	trans[1][115]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[1][122] = settr(186,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(186,0,118,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(186,0,121,0,0,"IF", 0, 2, 0);
	trans[1][118]	= settr(182,0,119,189,0,"(freezing[i])", 1, 2, 0);
	trans[1][118]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][119]	= settr(183,0,120,190,190,"answered[i] = 1", 1, 2, 0);
	trans[1][119]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][120]	= settr(184,0,124,191,0,"(ended[i])", 1, 2, 0);
	trans[1][120]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][123]	= settr(187,0,124,1,0,".(goto)", 0, 2, 0);
	trans[1][121]	= settr(185,0,124,2,0,"else", 0, 2, 0);
	trans[1][121]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][124]	= settr(188,0,141,192,192,"pipe[i] = 0", 1, 2, 0);
	trans[1][124]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[1][141] = settr(205,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(205,0,125,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(205,0,138,0,0,"IF", 0, 2, 0);
	trans[1][125]	= settr(189,0,129,193,0,"((decision==2))", 1, 2, 0);
	trans[1][125]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
/*->*/	trans[1][129]	= settr(193,32,135,194,194,"D_STEP215", 1, 2, 0);
	trans[1][129]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[1][135] = settr(199,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(199,0,130,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(199,0,131,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(199,0,133,0,0,"IF", 0, 2, 0);
	trans[1][130]	= settr(194,0,137,195,0,"(call[3].done[i])", 1, 2, 0);
	trans[1][130]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][136]	= settr(200,0,137,1,0,".(goto)", 0, 2, 0);
	trans[1][131]	= settr(195,0,144,196,196,"(call[3].refused[i])", 1, 2, 0);
	trans[1][131]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][132]	= settr(196,0,144,1,0,"goto lost", 0, 2, 0);
	trans[1][132]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][133]	= settr(197,0,144,197,0,"((!(calm)||!(successor)))", 1, 2, 0);
	trans[1][133]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][134]	= settr(198,0,144,1,0,"goto lost", 0, 2, 0);
	trans[1][134]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][137]	= settr(201,0,147,198,198,"app[i] = 2", 1, 2, 0);
	trans[1][137]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][142]	= settr(206,0,147,1,0,".(goto)", 0, 2, 0);
	trans[1][138]	= settr(202,0,139,2,0,"else", 0, 2, 0);
	trans[1][138]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][139]	= settr(203,0,140,199,199,"app[i] = 1", 1, 2, 0);
	trans[1][139]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][140]	= settr(204,0,147,200,200,"failed = 1", 1, 2, 0);
	trans[1][140]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][143]	= settr(207,0,147,1,0,"goto joined", 0, 2, 0);
	trans[1][143]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][144]	= settr(208,0,147,201,201,"failed = 1", 1, 2, 0);
	trans[1][144]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	T = trans[ 1][147] = settr(211,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(211,2,145,0,0,"ATOMIC", 1, 2, 0);
	trans[1][145]	= settr(209,2,146,202,202,"moved = (moved+1)", 1, 2, 0);
	trans[1][145]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][146]	= settr(210,0,153,203,203,"threads = (threads-1)", 1, 2, 0);
	trans[1][146]->escp[0] = 150;
	reached1[150] = 1;
	/* escape #0: 150 */
	/* end-escapes */
	trans[1][153]	= settr(217,0,0,204,204,"-end-", 0, 3500, 0);

	/* proctype 0: Freeze */

	trans[0] = (Trans **) emalloc(66*sizeof(Trans *));

	T = trans[0][4] = settr(3,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(3,0,1,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(3,0,2,0,0,"IF", 0, 2, 0);
	trans[0][1]	= settr(0,0,12,205,205,"source[i] = 2", 1, 2, 0);
	trans[0][1]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	trans[0][62]	= settr(61,0,65,206,0,"(!(incumbent))", 1, 2, 0);
	trans[0][64]	= settr(63,0,65,1,0,".(goto)", 0, 2, 0);
	/* end-escapes */
	trans[0][5]	= settr(4,0,12,1,0,".(goto)", 0, 2, 0);
	trans[0][2]	= settr(1,0,54,207,0,"(!(calm))", 1, 2, 0);
	trans[0][2]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][3]	= settr(2,0,54,1,0,"goto criuEnded", 0, 2, 0);
	trans[0][3]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	T = trans[0][12] = settr(11,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(11,0,8,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(11,0,9,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(11,0,10,0,0,"IF", 0, 2, 0);
	T = trans[ 0][8] = settr(7,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(7,2,6,0,0,"ATOMIC", 1, 2, 0);
	trans[0][6]	= settr(5,2,7,208,0,"(pipe[i])", 1, 2, 0);
	trans[0][6]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][7]	= settr(6,0,18,209,209,"frozen[i] = 1", 1, 2, 0);
	trans[0][7]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][13]	= settr(12,0,18,1,0,".(goto)", 0, 2, 0);
	trans[0][9]	= settr(8,0,18,210,0,"(!(pipe[i]))", 1, 2, 0);
	trans[0][9]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][10]	= settr(9,0,44,211,0,"(!(calm))", 1, 2, 0);
	trans[0][10]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][11]	= settr(10,0,44,1,0,"goto criuKilled", 0, 2, 0);
	trans[0][11]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	T = trans[0][18] = settr(17,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(17,0,14,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(17,0,15,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(17,0,16,0,0,"IF", 0, 2, 0);
	trans[0][14]	= settr(13,0,26,212,0,"(answered[i])", 1, 2, 0);
	trans[0][14]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][19]	= settr(18,0,26,1,0,".(goto)", 0, 2, 0);
	trans[0][15]	= settr(14,0,26,213,0,"(!(pipe[i]))", 1, 2, 0);
	trans[0][15]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][16]	= settr(15,0,44,214,0,"(!(calm))", 1, 2, 0);
	trans[0][16]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][17]	= settr(16,0,44,1,0,"goto criuKilled", 0, 2, 0);
	trans[0][17]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	T = trans[ 0][26] = settr(25,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(25,2,25,0,0,"ATOMIC", 1, 2, 0);
	T = trans[ 0][25] = settr(24,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(24,0,23,0,0,"sub-sequence", 1, 2, 0);
	T = trans[0][23] = settr(22,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(22,2,20,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(22,2,22,0,0,"IF", 1, 2, 0);
	trans[0][20]	= settr(19,2,21,215,0,"((decision==0))", 1, 2, 0);
	trans[0][20]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][21]	= settr(20,2,24,216,216,"decision = 1", 1, 2, 0);
	trans[0][21]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][24]	= settr(23,0,38,1,0,".(goto)", 1, 2, 0);
	trans[0][22]	= settr(21,2,24,2,0,"else", 1, 2, 0);
	trans[0][22]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	T = trans[0][38] = settr(37,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(37,0,27,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(37,0,30,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(37,0,37,0,0,"IF", 0, 2, 0);
	trans[0][27]	= settr(26,0,28,217,0,"((decision==2))", 1, 2, 0);
	trans[0][27]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][28]	= settr(27,0,54,218,218,"source[i] = 4", 1, 2, 0);
	trans[0][28]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][29]	= settr(28,0,54,1,0,"goto criuEnded", 0, 2, 0);
	trans[0][29]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][39]	= settr(38,0,44,1,0,".(goto)", 0, 2, 0);
	trans[0][30]	= settr(29,0,35,219,0,"((decision==1))", 1, 2, 0);
	trans[0][30]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	T = trans[ 0][35] = settr(34,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(34,2,31,0,0,"ATOMIC", 1, 2, 0);
	trans[0][31]	= settr(30,2,34,220,220,"source[i] = 1", 1, 2, 0);
	trans[0][31]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	T = trans[ 0][34] = settr(33,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(33,0,32,0,0,"sub-sequence", 1, 2, 0);
	trans[0][32]	= settr(31,2,33,221,0,"assert(!(((source[i]==1)&&(copy[i]==1))))", 1, 2, 0);
	trans[0][32]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][33]	= settr(32,0,54,222,0,"assert(((copy[i]!=1)||(decision==2)))", 1, 2, 0);
	trans[0][33]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][36]	= settr(35,0,54,1,0,"goto criuEnded", 0, 2, 0);
	trans[0][36]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][37]	= settr(36,0,44,223,0,"(!(calm))", 1, 2, 0);
	trans[0][37]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	T = trans[ 0][44] = settr(43,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(43,2,40,0,0,"ATOMIC", 1, 2, 0);
	trans[0][40]	= settr(39,2,43,224,224,"source[i] = 1", 1, 2, 0);
	trans[0][40]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	T = trans[ 0][43] = settr(42,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(42,0,41,0,0,"sub-sequence", 1, 2, 0);
	trans[0][41]	= settr(40,2,42,225,0,"assert(!(((source[i]==1)&&(copy[i]==1))))", 1, 2, 0);
	trans[0][41]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][42]	= settr(41,0,54,226,0,"assert(((copy[i]!=1)||(decision==2)))", 1, 2, 0);
	trans[0][42]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	T = trans[0][54] = settr(53,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(53,0,45,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(53,0,53,0,0,"IF", 0, 2, 0);
	trans[0][45]	= settr(44,0,52,227,0,"((source[i]!=4))", 1, 2, 0);
	trans[0][45]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	T = trans[ 0][52] = settr(51,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(51,2,51,0,0,"ATOMIC", 1, 2, 0);
	T = trans[ 0][51] = settr(50,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(50,0,49,0,0,"sub-sequence", 1, 2, 0);
	T = trans[0][49] = settr(48,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(48,2,46,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(48,2,48,0,0,"IF", 1, 2, 0);
	trans[0][46]	= settr(45,2,47,228,0,"((decision==0))", 1, 2, 0);
	trans[0][46]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][47]	= settr(46,2,50,229,229,"decision = 1", 1, 2, 0);
	trans[0][47]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][50]	= settr(49,0,59,1,0,".(goto)", 1, 2, 0);
	trans[0][48]	= settr(47,2,50,2,0,"else", 1, 2, 0);
	trans[0][48]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][55]	= settr(54,0,59,1,0,".(goto)", 0, 2, 0);
	trans[0][53]	= settr(52,0,59,2,0,"else", 0, 2, 0);
	trans[0][53]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	T = trans[0][59] = settr(58,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(58,0,56,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(58,0,58,0,0,"IF", 0, 2, 0);
	trans[0][56]	= settr(55,0,57,230,0,"((decision==2))", 1, 2, 0);
	trans[0][56]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][57]	= settr(56,0,61,231,231,"source[i] = 4", 1, 2, 0);
	trans[0][57]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][60]	= settr(59,0,61,1,0,".(goto)", 0, 2, 0);
	trans[0][58]	= settr(57,0,61,2,0,"else", 0, 2, 0);
	trans[0][58]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][61]	= settr(60,0,65,232,232,"ended[i] = 1", 1, 2, 0);
	trans[0][61]->escp[0] = 62;
	reached0[62] = 1;
	/* escape #0: 62 */
	/* end-escapes */
	trans[0][65]	= settr(64,0,0,233,233,"-end-", 0, 3500, 0);
	/* np_ demon: */
	trans[_NP_] = (Trans **) emalloc(3*sizeof(Trans *));
	T = trans[_NP_][0] = settr(9997,0,1,_T5,0,"(np_)", 1,2,0);
	    T->nxt	  = settr(9998,0,0,_T2,0,"(1)",   0,2,0);
	T = trans[_NP_][1] = settr(9999,0,1,_T5,0,"(np_)", 1,2,0);
}

Trans *
settr(	int t_id, int a, int b, int c, int d,
	char *t, int g, int tpe0, int tpe1)
{	Trans *tmp = (Trans *) emalloc(sizeof(Trans));

	tmp->atom  = a&(6|32);	/* only (2|8|32) have meaning */
	if (!g) tmp->atom |= 8;	/* no global references */
	tmp->st    = b;
	tmp->tpe[0] = tpe0;
	tmp->tpe[1] = tpe1;
	tmp->tp    = t;
	tmp->t_id  = t_id;
	tmp->forw  = c;
	tmp->back  = d;
	return tmp;
}

Trans *
cpytr(Trans *a)
{	Trans *tmp = (Trans *) emalloc(sizeof(Trans));

	int i;
	tmp->atom  = a->atom;
	tmp->st    = a->st;
#ifdef HAS_UNLESS
	tmp->e_trans = a->e_trans;
	for (i = 0; i < HAS_UNLESS; i++)
		tmp->escp[i] = a->escp[i];
#endif
	tmp->tpe[0] = a->tpe[0];
	tmp->tpe[1] = a->tpe[1];
	for (i = 0; i < 6; i++)
	{	tmp->qu[i] = a->qu[i];
		tmp->ty[i] = a->ty[i];
	}
	tmp->tp    = (char *) emalloc(strlen(a->tp)+1);
	strcpy(tmp->tp, a->tp);
	tmp->t_id  = a->t_id;
	tmp->forw  = a->forw;
	tmp->back  = a->back;
	return tmp;
}

#ifndef NOREDUCE
int
srinc_set(int n)
{	if (n <= 2) return LOCAL;
	if (n <= 2+  DELTA) return Q_FULL_F; /* 's' or nfull  */
	if (n <= 2+2*DELTA) return Q_EMPT_F; /* 'r' or nempty */
	if (n <= 2+3*DELTA) return Q_EMPT_T; /* empty */
	if (n <= 2+4*DELTA) return Q_FULL_T; /* full  */
	if (n ==   5*DELTA) return GLOBAL;
	if (n ==   6*DELTA) return TIMEOUT_F;
	if (n ==   7*DELTA) return ALPHA_F;
	Uerror("cannot happen srinc_class");
	return BAD;
}
int
srunc(int n, int m)
{	switch(m) {
	case Q_FULL_F: return n-2;
	case Q_EMPT_F: return n-2-DELTA;
	case Q_EMPT_T: return n-2-2*DELTA;
	case Q_FULL_T: return n-2-3*DELTA;
	case ALPHA_F:
	case TIMEOUT_F: return 257; /* non-zero, and > MAXQ */
	}
	Uerror("cannot happen srunc");
	return 0;
}
#endif
int cnt;
#ifdef HAS_UNLESS
int
isthere(Trans *a, int b)
{	Trans *t;
	for (t = a; t; t = t->nxt)
		if (t->t_id == b)
			return 1;
	return 0;
}
#endif
#ifndef NOREDUCE
int
mark_safety(Trans *t) /* for conditional safety */
{	int g = 0, i, j, k;

	if (!t) return 0;
	if (t->qu[0])
		return (t->qu[1])?2:1;	/* marked */

	for (i = 0; i < 2; i++)
	{	j = srinc_set(t->tpe[i]);
		if (j >= GLOBAL && j != ALPHA_F)
			return -1;
		if (j != LOCAL)
		{	k = srunc(t->tpe[i], j);
			if (g == 0
			||  t->qu[0] != k
			||  t->ty[0] != j)
			{	t->qu[g] = k;
				t->ty[g] = j;
				g++;
	}	}	}
	return g;
}
#endif
void
retrans(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
	/* process n, with m states, is=initial state */
{	Trans *T0, *T1, *T2, *T3;
	Trans *T4, *T5; /* t_reverse or has_unless */
	int i;
#if defined(HAS_UNLESS) || !defined(NOREDUCE)
	int k;
#endif
#ifndef NOREDUCE
	int g, h, j, aa;
#endif
#ifdef HAS_UNLESS
	int p;
#endif
	if (state_tables >= 4)
	{	printf("STEP 1 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
	do {
		for (i = 1, cnt = 0; i < m; i++)
		{	T2 = trans[n][i];
			T1 = T2?T2->nxt:(Trans *)0;
/* prescan: */		for (T0 = T1; T0; T0 = T0->nxt)
/* choice in choice */	{	if (T0->st && trans[n][T0->st]
				&&  trans[n][T0->st]->nxt)
					break;
			}
#if 0
		if (T0)
		printf("\tstate %d / %d: choice in choice\n",
		i, T0->st);
#endif
			if (T0)
			for (T0 = T1; T0; T0 = T0->nxt)
			{	T3 = trans[n][T0->st];
				if (!T3->nxt)
				{	T2->nxt = cpytr(T0);
					T2 = T2->nxt;
					imed(T2, T0->st, n, i);
					continue;
				}
				do {	T3 = T3->nxt;
					T2->nxt = cpytr(T3);
					T2 = T2->nxt;
					imed(T2, T0->st, n, i);
				} while (T3->nxt);
				cnt++;
			}
		}
	} while (cnt);
	if (state_tables >= 3)
	{	printf("STEP 2 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
	for (i = 1; i < m; i++)
	{	if (trans[n][i] && trans[n][i]->nxt) /* optimize */
		{	T1 = trans[n][i]->nxt;
#if 0
			printf("\t\tpull %d (%d) to %d\n",
			T1->st, T1->forw, i);
#endif
			srcln[i] = srcln[T1->st];	/* Oyvind Teig, 5.2.0 */

			if (!trans[n][T1->st]) continue;
			T0 = cpytr(trans[n][T1->st]);
			trans[n][i] = T0;
			reach[T1->st] = 1;
			imed(T0, T1->st, n, i);
			for (T1 = T1->nxt; T1; T1 = T1->nxt)
			{
#if 0
			printf("\t\tpull %d (%d) to %d\n",
				T1->st, T1->forw, i);
#endif
		/*		srcln[i] = srcln[T1->st];  gh: not useful */
				if (!trans[n][T1->st]) continue;
				T0->nxt = cpytr(trans[n][T1->st]);
				T0 = T0->nxt;
				reach[T1->st] = 1;
				imed(T0, T1->st, n, i);
	}	}	}
	if (state_tables >= 2)
	{	printf("STEP 3 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
#ifdef HAS_UNLESS
	for (i = 1; i < m; i++)
	{	if (!trans[n][i]) continue;
		/* check for each state i if an
		 * escape to some state p is defined
		 * if so, copy and mark p's transitions
		 * and prepend them to the transition-
		 * list of state i
		 */
	 if (!like_java) /* the default */
	 {	for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		for (k = HAS_UNLESS-1; k >= 0; k--)
		{	if (p = T0->escp[k])
			for (T1 = trans[n][p]; T1; T1 = T1->nxt)
			{	if (isthere(trans[n][i], T1->t_id))
					continue;
				T2 = cpytr(T1);
				T2->e_trans = p;
				T2->nxt = trans[n][i];
				trans[n][i] = T2;
		}	}
	 } else /* outermost unless checked first */
	 {	T4 = T3 = (Trans *) 0;
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		for (k = HAS_UNLESS-1; k >= 0; k--)
		{	if (p = T0->escp[k])
			for (T1 = trans[n][p]; T1; T1 = T1->nxt)
			{	if (isthere(trans[n][i], T1->t_id))
					continue;
				T2 = cpytr(T1);
				T2->nxt = (Trans *) 0;
				T2->e_trans = p;
				if (T3)	T3->nxt = T2;
				else	T4 = T2;
				T3 = T2;
		}	}
		if (T4)
		{	T3->nxt = trans[n][i];
			trans[n][i] = T4;
		}
	 }
	}
#endif
#ifndef NOREDUCE
	for (i = 1; i < m; i++)
	{	if (a_cycles)
		{ /* moves through these states are visible */
	#if PROG_LAB>0 && defined(HAS_NP)
			if (progstate[n][i])
				goto degrade;
			for (T1 = trans[n][i]; T1; T1 = T1->nxt)
				if (progstate[n][T1->st])
					goto degrade;
	#endif
			if (accpstate[n][i] || visstate[n][i])
				goto degrade;
			for (T1 = trans[n][i]; T1; T1 = T1->nxt)
				if (accpstate[n][T1->st])
					goto degrade;
		}
		T1 = trans[n][i];
		if (!T1) continue;
		g = mark_safety(T1);	/* V3.3.1 */
		if (g < 0) goto degrade; /* global */
		/* check if mixing of guards preserves reduction */
		if (T1->nxt)
		{	k = 0;
			for (T0 = T1; T0; T0 = T0->nxt)
			{	if (!(T0->atom&8))
					goto degrade;
				for (aa = 0; aa < 2; aa++)
				{	j = srinc_set(T0->tpe[aa]);
					if (j >= GLOBAL && j != ALPHA_F)
						goto degrade;
					if (T0->tpe[aa]
					&&  T0->tpe[aa]
					!=  T1->tpe[0])
						k = 1;
			}	}
			/* g = 0;	V3.3.1 */
			if (k)	/* non-uniform selection */
			for (T0 = T1; T0; T0 = T0->nxt)
			for (aa = 0; aa < 2; aa++)
			{	j = srinc_set(T0->tpe[aa]);
				if (j != LOCAL)
				{	k = srunc(T0->tpe[aa], j);
					for (h = 0; h < 6; h++)
						if (T1->qu[h] == k
						&&  T1->ty[h] == j)
							break;
					if (h >= 6)
					{	T1->qu[g%6] = k;
						T1->ty[g%6] = j;
						g++;
			}	}	}
			if (g > 6)
			{	T1->qu[0] = 0;	/* turn it off */
				printf("pan: warning, line %d, ",
					srcln[i]);
			 	printf("too many stmnt types (%d)",
					g);
			  	printf(" in selection\n");
			  goto degrade;
			}
		}
		/* mark all options global if >=1 is global */
		for (T1 = trans[n][i]; T1; T1 = T1->nxt)
			if (!(T1->atom&8)) break;
		if (T1)
degrade:	for (T1 = trans[n][i]; T1; T1 = T1->nxt)
			T1->atom &= ~8;	/* mark as unsafe */
		/* can only mix 'r's or 's's if on same chan */
		/* and not mixed with other local operations */
		T1 = trans[n][i];
		if (!T1 || T1->qu[0]) continue;
		j = T1->tpe[0];
		if (T1->nxt && T1->atom&8)
		{ if (j == 5*DELTA)
		  {	printf("warning: line %d ", srcln[i]);
			printf("mixed condition ");
			printf("(defeats reduction)\n");
			goto degrade;
		  }
		  for (T0 = T1; T0; T0 = T0->nxt)
		  for (aa = 0; aa < 2; aa++)
		  if  (T0->tpe[aa] && T0->tpe[aa] != j)
		  {	printf("warning: line %d ", srcln[i]);
			printf("[%d-%d] mixed %stion ",
				T0->tpe[aa], j, 
				(j==5*DELTA)?"condi":"selec");
			printf("(defeats reduction)\n");
			printf("	'%s' <-> '%s'\n",
				T1->tp, T0->tp);
			goto degrade;
		} }
	}
#endif
	for (i = 1; i < m; i++)
	{	T2 = trans[n][i];
		if (!T2
		||  T2->nxt
		||  strncmp(T2->tp, ".(goto)", 7)
		||  !stopstate[n][i])
			continue;
		stopstate[n][T2->st] = 1;
	}
	if (state_tables && !verbose)
	{	if (dodot)
		{	char buf[256], *q = buf, *p = procname[n];
			while (*p != '\0')
			{	if (*p != ':')
				{	*q++ = *p;
				}
				p++;
			}
			*q = '\0';
			printf("digraph ");
			switch (Btypes[n]) {
			case I_PROC:  printf("init {\n"); break;
			case N_CLAIM: printf("claim_%s {\n", buf); break;
			case E_TRACE: printf("notrace {\n"); break;
			case N_TRACE: printf("trace {\n"); break;
			default:      printf("p_%s {\n", buf); break;
			}
			printf("size=\"8,10\";\n");
			printf("  GT [shape=box,style=dotted,label=\"%s\"];\n", buf);
			printf("  GT -> S%d;\n", is);
		} else
		{	switch (Btypes[n]) {
			case I_PROC:  printf("init\n"); break;
			case N_CLAIM: printf("claim %s\n", procname[n]); break;
			case E_TRACE: printf("notrace assertion\n"); break;
			case N_TRACE: printf("trace assertion\n"); break;
			default:      printf("proctype %s\n", procname[n]); break;
		}	}
		for (i = 1; i < m; i++)
		{	reach[i] = 1;
		}
		tagtable(n, m, is, srcln, reach);
		if (dodot) printf("}\n");
	} else
	for (i = 1; i < m; i++)
	{	int nrelse;
		if (Btypes[n] != N_CLAIM)
		{	for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			{	if (T0->st == i
				&& strcmp(T0->tp, "(1)") == 0)
				{	printf("error: proctype '%s' ",
						procname[n]);
		  			printf("line %d, state %d: has un",
						srcln[i], i);
					printf("conditional self-loop\n");
					pan_exit(1);
		}	}	}
		nrelse = 0;
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		{	if (strcmp(T0->tp, "else") == 0)
				nrelse++;
		}
		if (nrelse > 1)
		{	printf("error: proctype '%s' state",
				procname[n]);
		  	printf(" %d, inherits %d", i, nrelse);
		  	printf(" 'else' stmnts\n");
			pan_exit(1);
	}	}
#if !defined(LOOPSTATE) && !defined(BFS_PAR)
	if (state_tables)
#endif
	do_dfs(n, m, is, srcln, reach, lpstate);

	if (!t_reverse)
	{	return;
	}
	/* process n, with m states, is=initial state -- reverse list */
	if (!state_tables && Btypes[n] != N_CLAIM)
	{	for (i = 1; i < m; i++)
		{	Trans *Tx = (Trans *) 0; /* list of escapes */
			Trans *Ty = (Trans *) 0; /* its tail element */
			T1 = (Trans *) 0; /* reversed list */
			T2 = (Trans *) 0; /* its tail */
			T3 = (Trans *) 0; /* remembers possible 'else' */

			/* find unless-escapes, they should go first */
			T4 = T5 = T0 = trans[n][i];
	#ifdef HAS_UNLESS
			while (T4 && T4->e_trans) /* escapes are first in orig list */
			{	T5 = T4;	  /* remember predecessor */
				T4 = T4->nxt;
			}
	#endif
			/* T4 points to first non-escape, T5 to its parent, T0 to original list */
			if (T4 != T0)		 /* there was at least one escape */
			{	T3 = T5->nxt;		 /* start of non-escapes */
				T5->nxt = (Trans *) 0;	 /* separate */
				Tx = T0;		 /* start of the escapes */
				Ty = T5;		 /* its tail */
				T0 = T3;		 /* the rest, to be reversed */
			}
			/* T0 points to first non-escape, Tx to the list of escapes, Ty to its tail */

			/* first tail-add non-escape transitions, reversed */
			T3 = (Trans *) 0;
			for (T5 = T0; T5; T5 = T4)
			{	T4 = T5->nxt;
	#ifdef HAS_UNLESS
				if (T5->e_trans)
				{	printf("error: cannot happen!\n");
					continue;
				}
	#endif
				if (strcmp(T5->tp, "else") == 0)
				{	T3 = T5;
					T5->nxt = (Trans *) 0;
				} else
				{	T5->nxt = T1;
					if (!T1) { T2 = T5; }
					T1 = T5;
			}	}
			/* T3 points to a possible else, which is removed from the list */
			/* T1 points to the reversed list so far (without escapes) */
			/* T2 points to the tail element -- where the else should go */
			if (T2 && T3)
			{	T2->nxt = T3;	/* add else */
			} else
			{	if (T3) /* there was an else, but there's no tail */
				{	if (!T1)	/* and no reversed list */
					{	T1 = T3; /* odd, but possible */
					} else		/* even stranger */
					{	T1->nxt = T3;
			}	}	}

			/* add in the escapes, to that they appear at the front */
			if (Tx && Ty) { Ty->nxt = T1; T1 = Tx; }

			trans[n][i] = T1;
			/* reversed, with escapes first and else last */
	}	}
	if (state_tables && verbose)
	{	printf("FINAL proctype %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
	}
}
void
imed(Trans *T, int v, int n, int j)	/* set intermediate state */
{	progstate[n][T->st] |= progstate[n][v];
	accpstate[n][T->st] |= accpstate[n][v];
	stopstate[n][T->st] |= stopstate[n][v];
	mapstate[n][j] = T->st;
}
void
tagtable(int n, int m, int is, short srcln[], uchar reach[])
{	Trans *z;

	if (is >= m || !trans[n][is]
	||  is <= 0 || reach[is] == 0)
		return;
	reach[is] = 0;
	if (state_tables)
	for (z = trans[n][is]; z; z = z->nxt)
	{	if (dodot)
			dot_crack(n, is, z);
		else
			crack(n, is, z, srcln);
	}

	for (z = trans[n][is]; z; z = z->nxt)
	{
#ifdef HAS_UNLESS
		int i, j;
#endif
		tagtable(n, m, z->st, srcln, reach);
#ifdef HAS_UNLESS
		for (i = 0; i < HAS_UNLESS; i++)
		{	j = trans[n][is]->escp[i];
			if (!j) break;
			tagtable(n, m, j, srcln, reach);
		}
#endif
	}
}

extern Trans *t_id_lkup[];

void
dfs_table(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
{	Trans *z;

	if (is >= m || is <= 0 || !trans[n][is])
		return;
	if ((reach[is] & (4|8|16)) != 0)
	{	if ((reach[is] & (8|16)) == 16)	/* on stack, not yet recorded */
		{	lpstate[is] = 1;
			reach[is] |= 8; /* recorded */
			if (state_tables && verbose)
			{	printf("state %d line %d is a loopstate\n", is, srcln[is]);
		}	}
		return;
	}
	reach[is] |= (4|16);	/* visited | onstack */
	for (z = trans[n][is]; z; z = z->nxt)
	{	t_id_lkup[z->t_id] = z;
#ifdef HAS_UNLESS
		int i, j;
#endif
		dfs_table(n, m, z->st, srcln, reach, lpstate);
#ifdef HAS_UNLESS
		for (i = 0; i < HAS_UNLESS; i++)
		{	j = trans[n][is]->escp[i];
			if (!j) break;
			dfs_table(n, m, j, srcln, reach, lpstate);
		}
#endif
	}
	reach[is] &= ~16; /* no longer on stack */
}
void
do_dfs(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
{	int i;
	dfs_table(n, m, is, srcln, reach, lpstate);
	for (i = 0; i < m; i++)
		reach[i] &= ~(4|8|16);
}
void
crack(int n, int j, Trans *z, short srcln[])
{	int i;

	if (!z) return;
	printf("	state %3d -(tr %3d)-> state %3d  ",
		j, z->forw, z->st);
	printf("[id %3d tp %3d", z->t_id, z->tpe[0]);
	if (z->tpe[1]) printf(",%d", z->tpe[1]);
#ifdef HAS_UNLESS
	if (z->e_trans)
		printf(" org %3d", z->e_trans);
	else if (state_tables >= 2)
	for (i = 0; i < HAS_UNLESS; i++)
	{	if (!z->escp[i]) break;
		printf(" esc %d", z->escp[i]);
	}
#endif
	printf("]");
	printf(" [%s%s%s%s%s] %s:%d => ",
		z->atom&6?"A":z->atom&32?"D":"-",
		accpstate[n][j]?"a" :"-",
		stopstate[n][j]?"e" : "-",
		progstate[n][j]?"p" : "-",
		z->atom & 8 ?"L":"G",
		PanSource, srcln[j]);
	for (i = 0; z->tp[i]; i++)
		if (z->tp[i] == '\n')
			printf("\\n");
		else
			putchar(z->tp[i]);
	if (verbose && z->qu[0])
	{	printf("\t[");
		for (i = 0; i < 6; i++)
			if (z->qu[i])
				printf("(%d,%d)",
				z->qu[i], z->ty[i]);
		printf("]");
	}
	printf("\n");
	fflush(stdout);
}
/* spin -a m.pml; cc -o pan pan.c; ./pan -D | dot -Tps > foo.ps; ps2pdf foo.ps */
void
dot_crack(int n, int j, Trans *z)
{	int i;

	if (!z) return;
	printf("	S%d -> S%d  [color=black", j, z->st);

	if (z->atom&6) printf(",style=dashed");
	else if (z->atom&32) printf(",style=dotted");
	else if (z->atom&8) printf(",style=solid");
	else printf(",style=bold");

	printf(",label=\"");
	for (i = 0; z->tp[i]; i++)
	{	if (z->tp[i] == '\\'
		&&  z->tp[i+1] == 'n')
		{	i++; printf(" ");
		} else
		{	putchar(z->tp[i]);
	}	}
	printf("\"];\n");
	if (accpstate[n][j]) printf("  S%d [color=red,style=bold];\n", j);
	else if (progstate[n][j]) printf("  S%d [color=green,style=bold];\n", j);
	if (stopstate[n][j]) printf("  S%d [color=blue,style=bold,shape=box];\n", j);
}

#ifdef VAR_RANGES
#define BYTESIZE	32	/* 2^8 : 2^3 = 256:8 = 32 */

typedef struct Vr_Ptr {
	char	*nm;
	uchar	vals[BYTESIZE];
	struct Vr_Ptr *nxt;
} Vr_Ptr;
Vr_Ptr *ranges = (Vr_Ptr *) 0;

void
logval(char *s, int v)
{	Vr_Ptr *tmp;

	if (v<0 || v > 255) return;
	for (tmp = ranges; tmp; tmp = tmp->nxt)
		if (!strcmp(tmp->nm, s))
			goto found;
	tmp = (Vr_Ptr *) emalloc(sizeof(Vr_Ptr));
	tmp->nxt = ranges;
	ranges = tmp;
	tmp->nm = s;
found:
	tmp->vals[(v)/8] |= 1<<((v)%8);
}

void
dumpval(uchar X[], int range)
{	int w, x, i, j = -1;

	for (w = i = 0; w < range; w++)
	for (x = 0; x < 8; x++, i++)
	{
from:		if ((X[w] & (1<<x)))
		{	printf("%d", i);
			j = i;
			goto upto;
	}	}
	return;
	for (w = 0; w < range; w++)
	for (x = 0; x < 8; x++, i++)
	{
upto:		if (!(X[w] & (1<<x)))
		{	if (i-1 == j)
				printf(", ");
			else
				printf("-%d, ", i-1);
			goto from;
	}	}
	if (j >= 0 && j != 255)
		printf("-255");
}

void
dumpranges(void)
{	Vr_Ptr *tmp;
	printf("\nValues assigned within ");
	printf("interval [0..255]:\n");
	for (tmp = ranges; tmp; tmp = tmp->nxt)
	{	printf("\t%s\t: ", tmp->nm);
		dumpval(tmp->vals, BYTESIZE);
		printf("\n");
	}
}
#endif
