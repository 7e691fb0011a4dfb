#define rand	pan_rand
#define pthread_equal(a,b)	((a)==(b))
#if defined(HAS_CODE) && defined(VERBOSE)
	#ifdef BFS_PAR
		bfs_printf("Pr: %d Tr: %d\n", II, t->forw);
	#else
		cpu_printf("Pr: %d Tr: %d\n", II, t->forw);
	#endif
#endif
	switch (t->forw) {
	default: Uerror("bad forward move");
	case 0:	/* if without executable clauses */
		continue;
	case 1: /* generic 'goto' or 'skip' */
		IfNotBlocked
		_m = 3; goto P999;
	case 2: /* generic 'else' */
		IfNotBlocked
		if (trpt->o_pm&1) continue;
		_m = 3; goto P999;

		 /* CLAIM comesToAnEnd */
	case 3: // STATE 1 - _spin_nvr.tmp:3 - [(!(!(alive)))] (0:0:0 - 1)
		
#if defined(VERI) && !defined(NP)
#if NCLAIMS>1
		{	static int reported1 = 0;
			if (verbose && !reported1)
			{	int nn = (int) ((Pclaim *)pptr(0))->_n;
				printf("depth %ld: Claim %s (%d), state %d (line %d)\n",
					depth, procname[spin_c_typ[nn]], nn, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported1 = 1;
				fflush(stdout);
		}	}
#else
		{	static int reported1 = 0;
			if (verbose && !reported1)
			{	printf("depth %d: Claim, state %d (line %d)\n",
					(int) depth, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported1 = 1;
				fflush(stdout);
		}	}
#endif
#endif
		reached[7][1] = 1;
		if (!( !( !(((int)now.alive)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 4: // STATE 3 - _spin_nvr.tmp:4 - [((!(!(calm))&&!(over)))] (0:0:0 - 1)
		
#if defined(VERI) && !defined(NP)
#if NCLAIMS>1
		{	static int reported3 = 0;
			if (verbose && !reported3)
			{	int nn = (int) ((Pclaim *)pptr(0))->_n;
				printf("depth %ld: Claim %s (%d), state %d (line %d)\n",
					depth, procname[spin_c_typ[nn]], nn, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported3 = 1;
				fflush(stdout);
		}	}
#else
		{	static int reported3 = 0;
			if (verbose && !reported3)
			{	printf("depth %d: Claim, state %d (line %d)\n",
					(int) depth, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported3 = 1;
				fflush(stdout);
		}	}
#endif
#endif
		reached[7][3] = 1;
		if (!(( !( !(((int)now.calm)))&& !(((int)now.over)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 5: // STATE 10 - _spin_nvr.tmp:9 - [(!(!(alive)))] (0:0:0 - 1)
		
#if defined(VERI) && !defined(NP)
#if NCLAIMS>1
		{	static int reported10 = 0;
			if (verbose && !reported10)
			{	int nn = (int) ((Pclaim *)pptr(0))->_n;
				printf("depth %ld: Claim %s (%d), state %d (line %d)\n",
					depth, procname[spin_c_typ[nn]], nn, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported10 = 1;
				fflush(stdout);
		}	}
#else
		{	static int reported10 = 0;
			if (verbose && !reported10)
			{	printf("depth %d: Claim, state %d (line %d)\n",
					(int) depth, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported10 = 1;
				fflush(stdout);
		}	}
#endif
#endif
		reached[7][10] = 1;
		if (!( !( !(((int)now.alive)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 6: // STATE 15 - _spin_nvr.tmp:13 - [(!(over))] (0:0:0 - 1)
		
#if defined(VERI) && !defined(NP)
#if NCLAIMS>1
		{	static int reported15 = 0;
			if (verbose && !reported15)
			{	int nn = (int) ((Pclaim *)pptr(0))->_n;
				printf("depth %ld: Claim %s (%d), state %d (line %d)\n",
					depth, procname[spin_c_typ[nn]], nn, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported15 = 1;
				fflush(stdout);
		}	}
#else
		{	static int reported15 = 0;
			if (verbose && !reported15)
			{	printf("depth %d: Claim, state %d (line %d)\n",
					(int) depth, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported15 = 1;
				fflush(stdout);
		}	}
#endif
#endif
		reached[7][15] = 1;
		if (!( !(((int)now.over))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 7: // STATE 20 - _spin_nvr.tmp:15 - [-end-] (0:0:0 - 1)
		
#if defined(VERI) && !defined(NP)
#if NCLAIMS>1
		{	static int reported20 = 0;
			if (verbose && !reported20)
			{	int nn = (int) ((Pclaim *)pptr(0))->_n;
				printf("depth %ld: Claim %s (%d), state %d (line %d)\n",
					depth, procname[spin_c_typ[nn]], nn, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported20 = 1;
				fflush(stdout);
		}	}
#else
		{	static int reported20 = 0;
			if (verbose && !reported20)
			{	printf("depth %d: Claim, state %d (line %d)\n",
					(int) depth, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported20 = 1;
				fflush(stdout);
		}	}
#endif
#endif
		reached[7][20] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC Operator */
	case 8: // STATE 1 - handoff.pml:426 - [source[0] = 1] (0:5:4 - 1)
		IfNotBlocked
		reached[6][1] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = now.source[0];
		now.source[0] = 1;
#ifdef VAR_RANGES
		logval("source[0]", now.source[0]);
#endif
		;
		/* merge: source[1] = 1(5, 2, 5) */
		reached[6][2] = 1;
		(trpt+1)->bup.ovals[1] = now.source[1];
		now.source[1] = 1;
#ifdef VAR_RANGES
		logval("source[1]", now.source[1]);
#endif
		;
		/* merge: copy[0] = 4(5, 3, 5) */
		reached[6][3] = 1;
		(trpt+1)->bup.ovals[2] = now.copy[0];
		now.copy[0] = 4;
#ifdef VAR_RANGES
		logval("copy[0]", now.copy[0]);
#endif
		;
		/* merge: copy[1] = 4(5, 4, 5) */
		reached[6][4] = 1;
		(trpt+1)->bup.ovals[3] = now.copy[1];
		now.copy[1] = 4;
#ifdef VAR_RANGES
		logval("copy[1]", now.copy[1]);
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 9: // STATE 5 - handoff.pml:427 - [(run Agent(0))] (0:0:0 - 1)
		IfNotBlocked
		reached[6][5] = 1;
		if (!(addproc(II, 1, 3, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 10: // STATE 6 - handoff.pml:427 - [(run Agent(1))] (0:0:0 - 1)
		IfNotBlocked
		reached[6][6] = 1;
		if (!(addproc(II, 1, 3, 1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 11: // STATE 8 - handoff.pml:422 - [alive = 1] (0:10:2 - 1)
		IfNotBlocked
		reached[6][8] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.alive);
		now.alive = 1;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		/* merge: threads = 1(10, 9, 10) */
		reached[6][9] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.threads);
		now.threads = 1;
#ifdef VAR_RANGES
		logval("threads", ((int)now.threads));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 12: // STATE 10 - handoff.pml:422 - [(run Controller(3))] (0:0:0 - 1)
		IfNotBlocked
		reached[6][10] = 1;
		if (!(addproc(II, 1, 2, 3)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 13: // STATE 13 - handoff.pml:431 - [(((threads==0)&&((((phase==1)||(phase==3))||(!(incumbent)&&!(parked)))||((decision==2)&&successorLost))))] (0:0:0 - 1)
		IfNotBlocked
		reached[6][13] = 1;
		if (!(((((int)now.threads)==0)&&((((now.phase==1)||(now.phase==3))||( !(((int)now.incumbent))&& !(((int)now.parked))))||((now.decision==2)&&((int)now.successorLost))))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 14: // STATE 15 - handoff.pml:432 - [((((threads==0)&&!(((((phase==1)||(phase==3))||(!(incumbent)&&!(parked)))||((decision==2)&&successorLost))))&&incumbent))] (0:0:0 - 1)
		IfNotBlocked
		reached[6][15] = 1;
		if (!((((((int)now.threads)==0)&& !(((((now.phase==1)||(now.phase==3))||( !(((int)now.incumbent))&& !(((int)now.parked))))||((now.decision==2)&&((int)now.successorLost)))))&&((int)now.incumbent))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 15: // STATE 16 - handoff.pml:434 - [((!(calm)||(decision==2)))] (0:0:0 - 1)
		IfNotBlocked
		reached[6][16] = 1;
		if (!(( !(((int)now.calm))||(now.decision==2))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 16: // STATE 17 - handoff.pml:422 - [alive = 1] (0:19:2 - 1)
		IfNotBlocked
		reached[6][17] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.alive);
		now.alive = 1;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		/* merge: threads = 1(19, 18, 19) */
		reached[6][18] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.threads);
		now.threads = 1;
#ifdef VAR_RANGES
		logval("threads", ((int)now.threads));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 17: // STATE 19 - handoff.pml:422 - [(run Controller(2))] (0:0:0 - 1)
		IfNotBlocked
		reached[6][19] = 1;
		if (!(addproc(II, 1, 2, 2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 18: // STATE 22 - handoff.pml:435 - [((!(calm)||(decision!=2)))] (0:0:0 - 1)
		IfNotBlocked
		reached[6][22] = 1;
		if (!(( !(((int)now.calm))||(now.decision!=2))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 19: // STATE 23 - handoff.pml:422 - [alive = 1] (0:25:2 - 1)
		IfNotBlocked
		reached[6][23] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.alive);
		now.alive = 1;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		/* merge: threads = 1(25, 24, 25) */
		reached[6][24] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.threads);
		now.threads = 1;
#ifdef VAR_RANGES
		logval("threads", ((int)now.threads));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 20: // STATE 25 - handoff.pml:422 - [(run Controller(1))] (0:0:0 - 1)
		IfNotBlocked
		reached[6][25] = 1;
		if (!(addproc(II, 1, 2, 1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 21: // STATE 33 - handoff.pml:438 - [((((!(freezing[0])||ended[0])||!(incumbent))&&((!(freezing[1])||ended[1])||!(incumbent))))] (0:0:0 - 3)
		IfNotBlocked
		reached[6][33] = 1;
		if (!(((( !(((int)now.freezing[0]))||((int)now.ended[0]))|| !(((int)now.incumbent)))&&(( !(((int)now.freezing[1]))||((int)now.ended[1]))|| !(((int)now.incumbent))))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 22: // STATE 34 - handoff.pml:440 - [assert((((decision==2)&&successorLost)||(((source[0]==1)&&incumbent)||((copy[0]==1)&&successor))))] (0:38:1 - 1)
		IfNotBlocked
		reached[6][34] = 1;
		spin_assert((((now.decision==2)&&((int)now.successorLost))||(((now.source[0]==1)&&((int)now.incumbent))||((now.copy[0]==1)&&((int)now.successor)))), "(((decision==2)&&successorLost)||(((source[0]==1)&&incumbent)||((copy[0]==1)&&successor)))", II, tt, t);
		/* merge: assert((((decision==2)&&successorLost)||(((source[1]==1)&&incumbent)||((copy[1]==1)&&successor))))(38, 35, 38) */
		reached[6][35] = 1;
		spin_assert((((now.decision==2)&&((int)now.successorLost))||(((now.source[1]==1)&&((int)now.incumbent))||((now.copy[1]==1)&&((int)now.successor)))), "(((decision==2)&&successorLost)||(((source[1]==1)&&incumbent)||((copy[1]==1)&&successor)))", II, tt, t);
		/* merge: over = 1(38, 36, 38) */
		reached[6][36] = 1;
		(trpt+1)->bup.oval = ((int)now.over);
		now.over = 1;
#ifdef VAR_RANGES
		logval("over", ((int)now.over));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 23: // STATE 38 - handoff.pml:444 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[6][38] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC Faults */
	case 24: // STATE 1 - handoff.pml:408 - [((!(calm)&&alive))] (20:0:3 - 1)
		IfNotBlocked
		reached[5][1] = 1;
		if (!(( !(((int)now.calm))&&((int)now.alive))))
			continue;
		/* merge: alive = 0(20, 2, 20) */
		reached[5][2] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.alive);
		now.alive = 0;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		/* merge: pipe[0] = 0(20, 3, 20) */
		reached[5][3] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.pipe[0]);
		now.pipe[0] = 0;
#ifdef VAR_RANGES
		logval("pipe[0]", ((int)now.pipe[0]));
#endif
		;
		/* merge: pipe[1] = 0(20, 4, 20) */
		reached[5][4] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.pipe[1]);
		now.pipe[1] = 0;
#ifdef VAR_RANGES
		logval("pipe[1]", ((int)now.pipe[1]));
#endif
		;
		/* merge: .(goto)(0, 21, 20) */
		reached[5][21] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 25: // STATE 11 - handoff.pml:409 - [D_STEP409]
		if (!(boq == -1 && ( !(((int)now.calm))&&((int)now.successor))))
			continue;

		reached[5][11] = 1;
		reached[5][t->st] = 1;
		reached[5][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_495_0: /* 2 */
		if (!(( !(((int)now.calm))&&((int)now.successor))))
			Uerror("block in d_step seq");
S_496_0: /* 2 */
		now.successor = 0;
#ifdef VAR_RANGES
		logval("successor", ((int)now.successor));
#endif
		;
S_497_0: /* 2 */
		now.successorLost = 1;
#ifdef VAR_RANGES
		logval("successorLost", ((int)now.successorLost));
#endif
		;
S_498_0: /* 2 */
		now.copy[0] = 4;
#ifdef VAR_RANGES
		logval("copy[0]", now.copy[0]);
#endif
		;
S_499_0: /* 2 */
		now.copy[1] = 4;
#ifdef VAR_RANGES
		logval("copy[1]", now.copy[1]);
#endif
		;
		goto S_510_0;
S_510_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 26: // STATE 17 - handoff.pml:411 - [D_STEP411]
		if (!(boq == -1 && (( !(((int)now.calm))&&((int)now.incumbent))&&(now.phase==5))))
			continue;

		reached[5][17] = 1;
		reached[5][t->st] = 1;
		reached[5][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_501_0: /* 2 */
		if (!((( !(((int)now.calm))&&((int)now.incumbent))&&(now.phase==5))))
			Uerror("block in d_step seq");
S_502_0: /* 2 */
		now.incumbent = 0;
#ifdef VAR_RANGES
		logval("incumbent", ((int)now.incumbent));
#endif
		;
S_503_0: /* 2 */
		now.alive = 0;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
S_504_0: /* 2 */
		now.source[0] = 4;
#ifdef VAR_RANGES
		logval("source[0]", now.source[0]);
#endif
		;
S_505_0: /* 2 */
		now.source[1] = 4;
#ifdef VAR_RANGES
		logval("source[1]", now.source[1]);
#endif
		;
		goto S_510_0; /* ';' */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 27: // STATE 18 - handoff.pml:413 - [calm = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[5][18] = 1;
		(trpt+1)->bup.oval = ((int)now.calm);
		now.calm = 1;
#ifdef VAR_RANGES
		logval("calm", ((int)now.calm));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 28: // STATE 23 - handoff.pml:415 - [-end-] (0:0:0 - 3)
		IfNotBlocked
		reached[5][23] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC Heir */
	case 29: // STATE 1 - handoff.pml:374 - [((successor&&call[1].asked[0]))] (6:0:2 - 1)
		IfNotBlocked
		reached[4][1] = 1;
		if (!((((int)now.successor)&&((int)now.call[1].asked[0]))))
			continue;
		/* merge: kept = 1(6, 2, 6) */
		reached[4][2] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)kept);
		kept = 1;
#ifdef VAR_RANGES
		logval("kept", ((int)kept));
#endif
		;
		/* merge: begun = 1(6, 3, 6) */
		reached[4][3] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.begun);
		now.begun = 1;
#ifdef VAR_RANGES
		logval("begun", ((int)now.begun));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 30: // STATE 4 - handoff.pml:378 - [call[1].done[0] = 1] (0:12:1 - 1)
		IfNotBlocked
		reached[4][4] = 1;
		(trpt+1)->bup.oval = ((int)now.call[1].done[0]);
		now.call[1].done[0] = 1;
#ifdef VAR_RANGES
		logval("call[1].done[0]", ((int)now.call[1].done[0]));
#endif
		;
		/* merge: .(goto)(12, 7, 12) */
		reached[4][7] = 1;
		;
		/* merge: .(goto)(0, 13, 12) */
		reached[4][13] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 31: // STATE 7 - handoff.pml:381 - [.(goto)] (0:12:0 - 2)
		IfNotBlocked
		reached[4][7] = 1;
		;
		/* merge: .(goto)(0, 13, 12) */
		reached[4][13] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 32: // STATE 5 - handoff.pml:379 - [(!(calm))] (12:0:0 - 1)
		IfNotBlocked
		reached[4][5] = 1;
		if (!( !(((int)now.calm))))
			continue;
		/* merge: .(goto)(12, 7, 12) */
		reached[4][7] = 1;
		;
		/* merge: .(goto)(0, 13, 12) */
		reached[4][13] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 33: // STATE 9 - handoff.pml:388 - [(((successor&&begun)&&parked))] (15:0:0 - 1)
		IfNotBlocked
		reached[4][9] = 1;
		if (!(((((int)now.successor)&&((int)now.begun))&&((int)now.parked))))
			continue;
		/* merge: goto take(0, 10, 15) */
		reached[4][10] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 34: // STATE 15 - handoff.pml:391 - [assert(parked)] (0:0:0 - 2)
		IfNotBlocked
		reached[4][15] = 1;
		spin_assert(((int)now.parked), "parked", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 35: // STATE 16 - handoff.pml:393 - [(successor)] (0:0:0 - 1)
		IfNotBlocked
		reached[4][16] = 1;
		if (!(((int)now.successor)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 36: // STATE 17 - handoff.pml:393 - [phase = 4] (0:0:1 - 1)
		IfNotBlocked
		reached[4][17] = 1;
		(trpt+1)->bup.oval = now.phase;
		now.phase = 4;
#ifdef VAR_RANGES
		logval("phase", now.phase);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 37: // STATE 18 - handoff.pml:394 - [(!(successor))] (0:0:0 - 1)
		IfNotBlocked
		reached[4][18] = 1;
		if (!( !(((int)now.successor))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 38: // STATE 22 - handoff.pml:397 - [(successor)] (0:0:0 - 1)
		IfNotBlocked
		reached[4][22] = 1;
		if (!(((int)now.successor)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 39: // STATE 23 - handoff.pml:397 - [phase = 3] (0:0:1 - 1)
		IfNotBlocked
		reached[4][23] = 1;
		(trpt+1)->bup.oval = now.phase;
		now.phase = 3;
#ifdef VAR_RANGES
		logval("phase", now.phase);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 40: // STATE 24 - handoff.pml:398 - [(!(successor))] (0:0:0 - 1)
		IfNotBlocked
		reached[4][24] = 1;
		if (!( !(((int)now.successor))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 41: // STATE 28 - handoff.pml:402 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[4][28] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC Agent */
	case 42: // STATE 1 - handoff.pml:321 - [(((successor&&call[6].asked[i])&&!(call[6].done[i])))] (63:0:1 - 1)
		IfNotBlocked
		reached[3][1] = 1;
		if (!(((((int)now.successor)&&((int)now.call[6].asked[ Index(((int)((P3 *)_this)->i), 2) ]))&& !(((int)now.call[6].done[ Index(((int)((P3 *)_this)->i), 2) ])))))
			continue;
		/* merge: call[6].done[i] = 1(0, 2, 63) */
		reached[3][2] = 1;
		(trpt+1)->bup.oval = ((int)now.call[6].done[ Index(((int)((P3 *)_this)->i), 2) ]);
		now.call[6].done[ Index(((P3 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("call[6].done[Agent:i]", ((int)now.call[6].done[ Index(((int)((P3 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 43: // STATE 4 - handoff.pml:322 - [((successor&&call[5].asked[i]))] (8:0:1 - 1)
		IfNotBlocked
		reached[3][4] = 1;
		if (!((((int)now.successor)&&((int)now.call[5].asked[ Index(((int)((P3 *)_this)->i), 2) ]))))
			continue;
		/* merge: holder[i] = 1(0, 5, 8) */
		reached[3][5] = 1;
		(trpt+1)->bup.oval = ((int)now.holder[ Index(((int)((P3 *)_this)->i), 2) ]);
		now.holder[ Index(((P3 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("holder[Agent:i]", ((int)now.holder[ Index(((int)((P3 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 44: // STATE 6 - handoff.pml:325 - [call[5].done[i] = 1] (0:63:1 - 1)
		IfNotBlocked
		reached[3][6] = 1;
		(trpt+1)->bup.oval = ((int)now.call[5].done[ Index(((int)((P3 *)_this)->i), 2) ]);
		now.call[5].done[ Index(((P3 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("call[5].done[Agent:i]", ((int)now.call[5].done[ Index(((int)((P3 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(63, 9, 63) */
		reached[3][9] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 45: // STATE 9 - handoff.pml:328 - [.(goto)] (0:63:0 - 2)
		IfNotBlocked
		reached[3][9] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 46: // STATE 7 - handoff.pml:326 - [(!(calm))] (63:0:0 - 1)
		IfNotBlocked
		reached[3][7] = 1;
		if (!( !(((int)now.calm))))
			continue;
		/* merge: .(goto)(63, 9, 63) */
		reached[3][9] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 47: // STATE 11 - handoff.pml:329 - [((successor&&call[4].asked[i]))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][11] = 1;
		if (!((((int)now.successor)&&((int)now.call[4].asked[ Index(((int)((P3 *)_this)->i), 2) ]))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 48: // STATE 12 - handoff.pml:331 - [((holder[i]&&(copy[i]==4)))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][12] = 1;
		if (!((((int)now.holder[ Index(((int)((P3 *)_this)->i), 2) ])&&(now.copy[ Index(((int)((P3 *)_this)->i), 2) ]==4))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 49: // STATE 13 - handoff.pml:333 - [copy[i] = 2] (0:63:2 - 1)
		IfNotBlocked
		reached[3][13] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.copy[ Index(((int)((P3 *)_this)->i), 2) ];
		now.copy[ Index(((P3 *)_this)->i, 2) ] = 2;
#ifdef VAR_RANGES
		logval("copy[Agent:i]", now.copy[ Index(((int)((P3 *)_this)->i), 2) ]);
#endif
		;
		/* merge: call[4].done[i] = 1(63, 14, 63) */
		reached[3][14] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.call[4].done[ Index(((int)((P3 *)_this)->i), 2) ]);
		now.call[4].done[ Index(((P3 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("call[4].done[Agent:i]", ((int)now.call[4].done[ Index(((int)((P3 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(63, 23, 63) */
		reached[3][23] = 1;
		;
		/* merge: .(goto)(63, 29, 63) */
		reached[3][29] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 50: // STATE 23 - handoff.pml:338 - [.(goto)] (0:63:0 - 4)
		IfNotBlocked
		reached[3][23] = 1;
		;
		/* merge: .(goto)(63, 29, 63) */
		reached[3][29] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 51: // STATE 15 - handoff.pml:334 - [(!(calm))] (63:0:1 - 1)
		IfNotBlocked
		reached[3][15] = 1;
		if (!( !(((int)now.calm))))
			continue;
		/* merge: copy[i] = 2(63, 16, 63) */
		reached[3][16] = 1;
		(trpt+1)->bup.oval = now.copy[ Index(((int)((P3 *)_this)->i), 2) ];
		now.copy[ Index(((P3 *)_this)->i, 2) ] = 2;
#ifdef VAR_RANGES
		logval("copy[Agent:i]", now.copy[ Index(((int)((P3 *)_this)->i), 2) ]);
#endif
		;
		/* merge: .(goto)(63, 23, 63) */
		reached[3][23] = 1;
		;
		/* merge: .(goto)(63, 29, 63) */
		reached[3][29] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 52: // STATE 17 - handoff.pml:335 - [(!(calm))] (63:0:2 - 1)
		IfNotBlocked
		reached[3][17] = 1;
		if (!( !(((int)now.calm))))
			continue;
		/* merge: copy[i] = 3(63, 18, 63) */
		reached[3][18] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.copy[ Index(((int)((P3 *)_this)->i), 2) ];
		now.copy[ Index(((P3 *)_this)->i, 2) ] = 3;
#ifdef VAR_RANGES
		logval("copy[Agent:i]", now.copy[ Index(((int)((P3 *)_this)->i), 2) ]);
#endif
		;
		/* merge: call[4].refused[i] = 1(63, 19, 63) */
		reached[3][19] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.call[4].refused[ Index(((int)((P3 *)_this)->i), 2) ]);
		now.call[4].refused[ Index(((P3 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("call[4].refused[Agent:i]", ((int)now.call[4].refused[ Index(((int)((P3 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(63, 23, 63) */
		reached[3][23] = 1;
		;
		/* merge: .(goto)(63, 29, 63) */
		reached[3][29] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 53: // STATE 20 - handoff.pml:336 - [(!(calm))] (63:0:1 - 1)
		IfNotBlocked
		reached[3][20] = 1;
		if (!( !(((int)now.calm))))
			continue;
		/* merge: copy[i] = 3(63, 21, 63) */
		reached[3][21] = 1;
		(trpt+1)->bup.oval = now.copy[ Index(((int)((P3 *)_this)->i), 2) ];
		now.copy[ Index(((P3 *)_this)->i, 2) ] = 3;
#ifdef VAR_RANGES
		logval("copy[Agent:i]", now.copy[ Index(((int)((P3 *)_this)->i), 2) ]);
#endif
		;
		/* merge: .(goto)(63, 23, 63) */
		reached[3][23] = 1;
		;
		/* merge: .(goto)(63, 29, 63) */
		reached[3][29] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 54: // STATE 29 - handoff.pml:341 - [.(goto)] (0:63:0 - 3)
		IfNotBlocked
		reached[3][29] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 55: // STATE 24 - handoff.pml:338 - [(((copy[i]==2)||(copy[i]==3)))] (63:0:1 - 1)
		IfNotBlocked
		reached[3][24] = 1;
		if (!(((now.copy[ Index(((int)((P3 *)_this)->i), 2) ]==2)||(now.copy[ Index(((int)((P3 *)_this)->i), 2) ]==3))))
			continue;
		/* merge: call[4].done[i] = 1(63, 25, 63) */
		reached[3][25] = 1;
		(trpt+1)->bup.oval = ((int)now.call[4].done[ Index(((int)((P3 *)_this)->i), 2) ]);
		now.call[4].done[ Index(((P3 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("call[4].done[Agent:i]", ((int)now.call[4].done[ Index(((int)((P3 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(63, 29, 63) */
		reached[3][29] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 56: // STATE 26 - handoff.pml:339 - [(((copy[i]==1)||((copy[i]==4)&&!(holder[i]))))] (63:0:1 - 1)
		IfNotBlocked
		reached[3][26] = 1;
		if (!(((now.copy[ Index(((int)((P3 *)_this)->i), 2) ]==1)||((now.copy[ Index(((int)((P3 *)_this)->i), 2) ]==4)&& !(((int)now.holder[ Index(((int)((P3 *)_this)->i), 2) ]))))))
			continue;
		/* merge: call[4].refused[i] = 1(63, 27, 63) */
		reached[3][27] = 1;
		(trpt+1)->bup.oval = ((int)now.call[4].refused[ Index(((int)((P3 *)_this)->i), 2) ]);
		now.call[4].refused[ Index(((P3 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("call[4].refused[Agent:i]", ((int)now.call[4].refused[ Index(((int)((P3 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(63, 29, 63) */
		reached[3][29] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 57: // STATE 31 - handoff.pml:342 - [((successor&&call[3].asked[i]))] (47:0:0 - 1)
		IfNotBlocked
		reached[3][31] = 1;
		if (!((((int)now.successor)&&((int)now.call[3].asked[ Index(((int)((P3 *)_this)->i), 2) ]))))
			continue;
		/* merge: assert((copy[i]!=3))(0, 32, 47) */
		reached[3][32] = 1;
		spin_assert((now.copy[ Index(((int)((P3 *)_this)->i), 2) ]!=3), "(copy[i]!=3)", II, tt, t);
		_m = 3; goto P999; /* 1 */
	case 58: // STATE 33 - handoff.pml:345 - [((copy[i]==4))] (63:0:1 - 1)
		IfNotBlocked
		reached[3][33] = 1;
		if (!((now.copy[ Index(((int)((P3 *)_this)->i), 2) ]==4)))
			continue;
		/* merge: call[3].refused[i] = 1(63, 34, 63) */
		reached[3][34] = 1;
		(trpt+1)->bup.oval = ((int)now.call[3].refused[ Index(((int)((P3 *)_this)->i), 2) ]);
		now.call[3].refused[ Index(((P3 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("call[3].refused[Agent:i]", ((int)now.call[3].refused[ Index(((int)((P3 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(63, 48, 63) */
		reached[3][48] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 59: // STATE 48 - handoff.pml:355 - [.(goto)] (0:63:0 - 2)
		IfNotBlocked
		reached[3][48] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 60: // STATE 35 - handoff.pml:346 - [((copy[i]!=4))] (39:0:1 - 1)
		IfNotBlocked
		reached[3][35] = 1;
		if (!((now.copy[ Index(((int)((P3 *)_this)->i), 2) ]!=4)))
			continue;
		/* merge: copy[i] = 1(0, 36, 39) */
		reached[3][36] = 1;
		(trpt+1)->bup.oval = now.copy[ Index(((int)((P3 *)_this)->i), 2) ];
		now.copy[ Index(((P3 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("copy[Agent:i]", now.copy[ Index(((int)((P3 *)_this)->i), 2) ]);
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 61: // STATE 37 - handoff.pml:68 - [assert(!(((source[i]==1)&&(copy[i]==1))))] (0:45:0 - 1)
		IfNotBlocked
		reached[3][37] = 1;
		spin_assert( !(((now.source[ Index(((int)((P3 *)_this)->i), 2) ]==1)&&(now.copy[ Index(((int)((P3 *)_this)->i), 2) ]==1))), " !(((source[i]==1)&&(copy[i]==1)))", II, tt, t);
		/* merge: assert(((copy[i]!=1)||(decision==2)))(45, 38, 45) */
		reached[3][38] = 1;
		spin_assert(((now.copy[ Index(((int)((P3 *)_this)->i), 2) ]!=1)||(now.decision==2)), "((copy[i]!=1)||(decision==2))", II, tt, t);
		_m = 3; goto P999; /* 1 */
	case 62: // STATE 40 - handoff.pml:350 - [committed[i] = 1] (0:63:2 - 1)
		IfNotBlocked
		reached[3][40] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)committed[ Index(((int)((P3 *)_this)->i), 2) ]);
		committed[ Index(((P3 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("committed[Agent:i]", ((int)committed[ Index(((int)((P3 *)_this)->i), 2) ]));
#endif
		;
		/* merge: call[3].done[i] = 1(63, 41, 63) */
		reached[3][41] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.call[3].done[ Index(((int)((P3 *)_this)->i), 2) ]);
		now.call[3].done[ Index(((P3 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("call[3].done[Agent:i]", ((int)now.call[3].done[ Index(((int)((P3 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(63, 46, 63) */
		reached[3][46] = 1;
		;
		/* merge: .(goto)(63, 48, 63) */
		reached[3][48] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 63: // STATE 46 - handoff.pml:354 - [.(goto)] (0:63:0 - 3)
		IfNotBlocked
		reached[3][46] = 1;
		;
		/* merge: .(goto)(63, 48, 63) */
		reached[3][48] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 64: // STATE 42 - handoff.pml:351 - [(!(calm))] (63:0:1 - 1)
		IfNotBlocked
		reached[3][42] = 1;
		if (!( !(((int)now.calm))))
			continue;
		/* merge: committed[i] = 1(63, 43, 63) */
		reached[3][43] = 1;
		(trpt+1)->bup.oval = ((int)committed[ Index(((int)((P3 *)_this)->i), 2) ]);
		committed[ Index(((P3 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("committed[Agent:i]", ((int)committed[ Index(((int)((P3 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(63, 46, 63) */
		reached[3][46] = 1;
		;
		/* merge: .(goto)(63, 48, 63) */
		reached[3][48] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 65: // STATE 44 - handoff.pml:352 - [(!(calm))] (63:0:0 - 1)
		IfNotBlocked
		reached[3][44] = 1;
		if (!( !(((int)now.calm))))
			continue;
		/* merge: .(goto)(63, 46, 63) */
		reached[3][46] = 1;
		;
		/* merge: .(goto)(63, 48, 63) */
		reached[3][48] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 66: // STATE 50 - handoff.pml:356 - [((successor&&call[2].asked[i]))] (60:0:0 - 1)
		IfNotBlocked
		reached[3][50] = 1;
		if (!((((int)now.successor)&&((int)now.call[2].asked[ Index(((int)((P3 *)_this)->i), 2) ]))))
			continue;
		/* merge: assert((copy[i]!=1))(0, 51, 60) */
		reached[3][51] = 1;
		spin_assert((now.copy[ Index(((int)((P3 *)_this)->i), 2) ]!=1), "(copy[i]!=1)", II, tt, t);
		_m = 3; goto P999; /* 1 */
	case 67: // STATE 52 - handoff.pml:359 - [copy[i] = 4] (0:63:3 - 1)
		IfNotBlocked
		reached[3][52] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = now.copy[ Index(((int)((P3 *)_this)->i), 2) ];
		now.copy[ Index(((P3 *)_this)->i, 2) ] = 4;
#ifdef VAR_RANGES
		logval("copy[Agent:i]", now.copy[ Index(((int)((P3 *)_this)->i), 2) ]);
#endif
		;
		/* merge: holder[i] = 0(63, 53, 63) */
		reached[3][53] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.holder[ Index(((int)((P3 *)_this)->i), 2) ]);
		now.holder[ Index(((P3 *)_this)->i, 2) ] = 0;
#ifdef VAR_RANGES
		logval("holder[Agent:i]", ((int)now.holder[ Index(((int)((P3 *)_this)->i), 2) ]));
#endif
		;
		/* merge: call[2].done[i] = 1(63, 54, 63) */
		reached[3][54] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.call[2].done[ Index(((int)((P3 *)_this)->i), 2) ]);
		now.call[2].done[ Index(((P3 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("call[2].done[Agent:i]", ((int)now.call[2].done[ Index(((int)((P3 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(63, 61, 63) */
		reached[3][61] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 68: // STATE 61 - handoff.pml:363 - [.(goto)] (0:63:0 - 3)
		IfNotBlocked
		reached[3][61] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 69: // STATE 55 - handoff.pml:360 - [(!(calm))] (63:0:2 - 1)
		IfNotBlocked
		reached[3][55] = 1;
		if (!( !(((int)now.calm))))
			continue;
		/* merge: copy[i] = 4(63, 56, 63) */
		reached[3][56] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.copy[ Index(((int)((P3 *)_this)->i), 2) ];
		now.copy[ Index(((P3 *)_this)->i, 2) ] = 4;
#ifdef VAR_RANGES
		logval("copy[Agent:i]", now.copy[ Index(((int)((P3 *)_this)->i), 2) ]);
#endif
		;
		/* merge: holder[i] = 0(63, 57, 63) */
		reached[3][57] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.holder[ Index(((int)((P3 *)_this)->i), 2) ]);
		now.holder[ Index(((P3 *)_this)->i, 2) ] = 0;
#ifdef VAR_RANGES
		logval("holder[Agent:i]", ((int)now.holder[ Index(((int)((P3 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(63, 61, 63) */
		reached[3][61] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 70: // STATE 58 - handoff.pml:361 - [(!(calm))] (63:0:1 - 1)
		IfNotBlocked
		reached[3][58] = 1;
		if (!( !(((int)now.calm))))
			continue;
		/* merge: call[2].refused[i] = 1(63, 59, 63) */
		reached[3][59] = 1;
		(trpt+1)->bup.oval = ((int)now.call[2].refused[ Index(((int)((P3 *)_this)->i), 2) ]);
		now.call[2].refused[ Index(((P3 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("call[2].refused[Agent:i]", ((int)now.call[2].refused[ Index(((int)((P3 *)_this)->i), 2) ]));
#endif
		;
		/* merge: .(goto)(63, 61, 63) */
		reached[3][61] = 1;
		;
		/* merge: .(goto)(0, 64, 63) */
		reached[3][64] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 71: // STATE 66 - handoff.pml:368 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[3][66] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC Controller */
	case 72: // STATE 1 - handoff.pml:234 - [((command==2))] (0:0:1 - 1)
		IfNotBlocked
		reached[2][1] = 1;
		if (!((((P2 *)_this)->command==2)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: command */  (trpt+1)->bup.oval = ((P2 *)_this)->command;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P2 *)_this)->command = 0;
		_m = 3; goto P999; /* 0 */
	case 73: // STATE 173 - handoff.pml:314 - [(!(alive))] (178:0:1 - 1)
		IfNotBlocked
		reached[2][173] = 1;
		if (!( !(((int)now.alive))))
			continue;
		/* merge: threads = (threads-1)(0, 174, 178) */
		reached[2][174] = 1;
		(trpt+1)->bup.oval = ((int)now.threads);
		now.threads = (((int)now.threads)-1);
#ifdef VAR_RANGES
		logval("threads", ((int)now.threads));
#endif
		;
		/* merge: .(goto)(0, 177, 178) */
		reached[2][177] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 74: // STATE 3 - handoff.pml:235 - [((command==1))] (0:0:1 - 1)
		IfNotBlocked
		reached[2][3] = 1;
		if (!((((P2 *)_this)->command==1)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: command */  (trpt+1)->bup.oval = ((P2 *)_this)->command;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P2 *)_this)->command = 0;
		_m = 3; goto P999; /* 0 */
	case 75: // STATE 5 - handoff.pml:236 - [((command==3))] (0:0:1 - 1)
		IfNotBlocked
		reached[2][5] = 1;
		if (!((((P2 *)_this)->command==3)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: command */  (trpt+1)->bup.oval = ((P2 *)_this)->command;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P2 *)_this)->command = 0;
		_m = 3; goto P999; /* 0 */
	case 76: // STATE 8 - handoff.pml:239 - [phase = 10] (0:0:1 - 2)
		IfNotBlocked
		reached[2][8] = 1;
		(trpt+1)->bup.oval = now.phase;
		now.phase = 10;
#ifdef VAR_RANGES
		logval("phase", now.phase);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 77: // STATE 9 - handoff.pml:240 - [phase = 9] (0:0:1 - 1)
		IfNotBlocked
		reached[2][9] = 1;
		(trpt+1)->bup.oval = now.phase;
		now.phase = 9;
#ifdef VAR_RANGES
		logval("phase", now.phase);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 78: // STATE 11 - handoff.pml:241 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][11] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 79: // STATE 15 - handoff.pml:242 - [phase = 8] (0:0:1 - 2)
		IfNotBlocked
		reached[2][15] = 1;
		(trpt+1)->bup.oval = now.phase;
		now.phase = 8;
#ifdef VAR_RANGES
		logval("phase", now.phase);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 80: // STATE 17 - handoff.pml:243 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][17] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 81: // STATE 21 - handoff.pml:244 - [successor = 1] (0:0:1 - 2)
		IfNotBlocked
		reached[2][21] = 1;
		(trpt+1)->bup.oval = ((int)now.successor);
		now.successor = 1;
#ifdef VAR_RANGES
		logval("successor", ((int)now.successor));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 82: // STATE 22 - handoff.pml:245 - [phase = 7] (0:0:1 - 1)
		IfNotBlocked
		reached[2][22] = 1;
		(trpt+1)->bup.oval = now.phase;
		now.phase = 7;
#ifdef VAR_RANGES
		logval("phase", now.phase);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 83: // STATE 26 - handoff.pml:246 - [D_STEP246]
		IfNotBlocked

		reached[2][26] = 1;
		reached[2][t->st] = 1;
		reached[2][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_240_0: /* 2 */
		now.call[6].asked[0] = 1;
#ifdef VAR_RANGES
		logval("call[6].asked[0]", ((int)now.call[6].asked[0]));
#endif
		;
S_241_0: /* 2 */
		now.call[6].done[0] = 0;
#ifdef VAR_RANGES
		logval("call[6].done[0]", ((int)now.call[6].done[0]));
#endif
		;
S_242_0: /* 2 */
		now.call[6].refused[0] = 0;
#ifdef VAR_RANGES
		logval("call[6].refused[0]", ((int)now.call[6].refused[0]));
#endif
		;
		goto S_249_0;
S_249_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 84: // STATE 27 - handoff.pml:246 - [(call[6].done[0])] (0:0:0 - 1)
		IfNotBlocked
		reached[2][27] = 1;
		if (!(((int)now.call[6].done[0])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 85: // STATE 28 - handoff.pml:246 - [(call[6].refused[0])] (0:0:0 - 1)
		IfNotBlocked
		reached[2][28] = 1;
		if (!(((int)now.call[6].refused[0])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 86: // STATE 30 - handoff.pml:246 - [((!(calm)||!(successor)))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][30] = 1;
		if (!(( !(((int)now.calm))|| !(((int)now.successor)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 87: // STATE 34 - handoff.pml:247 - [phase = 6] (0:0:1 - 2)
		IfNotBlocked
		reached[2][34] = 1;
		(trpt+1)->bup.oval = now.phase;
		now.phase = 6;
#ifdef VAR_RANGES
		logval("phase", now.phase);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 88: // STATE 35 - handoff.pml:248 - [threads = (threads+2)] (0:0:1 - 1)
		IfNotBlocked
		reached[2][35] = 1;
		(trpt+1)->bup.oval = ((int)now.threads);
		now.threads = (((int)now.threads)+2);
#ifdef VAR_RANGES
		logval("threads", ((int)now.threads));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 89: // STATE 36 - handoff.pml:248 - [app[0] = 6] (0:0:1 - 1)
		IfNotBlocked
		reached[2][36] = 1;
		(trpt+1)->bup.oval = app[0];
		app[0] = 6;
#ifdef VAR_RANGES
		logval("app[0]", app[0]);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 90: // STATE 37 - handoff.pml:248 - [app[1] = 6] (0:0:1 - 1)
		IfNotBlocked
		reached[2][37] = 1;
		(trpt+1)->bup.oval = app[1];
		app[1] = 6;
#ifdef VAR_RANGES
		logval("app[1]", app[1]);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 91: // STATE 38 - handoff.pml:248 - [(run Move(0))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][38] = 1;
		if (!(addproc(II, 1, 1, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 92: // STATE 39 - handoff.pml:248 - [(run Move(1))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][39] = 1;
		if (!(addproc(II, 1, 1, 1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 93: // STATE 41 - handoff.pml:249 - [((moved==2))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][41] = 1;
		if (!((((int)now.moved)==2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 94: // STATE 42 - handoff.pml:251 - [(failed)] (0:0:0 - 1)
		IfNotBlocked
		reached[2][42] = 1;
		if (!(((int)now.failed)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 95: // STATE 48 - handoff.pml:257 - [((decision==2))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][48] = 1;
		if (!((now.decision==2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 96: // STATE 54 - handoff.pml:263 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][54] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 97: // STATE 58 - handoff.pml:95 - [((decision==0))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][58] = 1;
		if (!((now.decision==0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 98: // STATE 59 - handoff.pml:95 - [decision = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[2][59] = 1;
		(trpt+1)->bup.oval = now.decision;
		now.decision = 1;
#ifdef VAR_RANGES
		logval("decision", now.decision);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 99: // STATE 65 - handoff.pml:266 - [((decision==2))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][65] = 1;
		if (!((now.decision==2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 100: // STATE 70 - handoff.pml:270 - [phase = 2] (0:0:1 - 2)
		IfNotBlocked
		reached[2][70] = 1;
		(trpt+1)->bup.oval = now.phase;
		now.phase = 2;
#ifdef VAR_RANGES
		logval("phase", now.phase);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 101: // STATE 71 - handoff.pml:272 - [((!(freezing[0])||ended[0]))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][71] = 1;
		if (!(( !(((int)now.freezing[0]))||((int)now.ended[0]))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 102: // STATE 72 - handoff.pml:273 - [((!(freezing[1])||ended[1]))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][72] = 1;
		if (!(( !(((int)now.freezing[1]))||((int)now.ended[1]))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 103: // STATE 74 - handoff.pml:275 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][74] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 104: // STATE 78 - handoff.pml:277 - [successor = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[2][78] = 1;
		(trpt+1)->bup.oval = ((int)now.successor);
		now.successor = 0;
#ifdef VAR_RANGES
		logval("successor", ((int)now.successor));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 105: // STATE 79 - handoff.pml:278 - [i = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[2][79] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->i);
		((P2 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Controller:i", ((int)((P2 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 106: // STATE 80 - handoff.pml:278 - [((i<=1))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][80] = 1;
		if (!((((int)((P2 *)_this)->i)<=1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 107: // STATE 81 - handoff.pml:278 - [copy[i] = 4] (0:0:1 - 1)
		IfNotBlocked
		reached[2][81] = 1;
		(trpt+1)->bup.oval = now.copy[ Index(((int)((P2 *)_this)->i), 2) ];
		now.copy[ Index(((P2 *)_this)->i, 2) ] = 4;
#ifdef VAR_RANGES
		logval("copy[Controller:i]", now.copy[ Index(((int)((P2 *)_this)->i), 2) ]);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 108: // STATE 82 - handoff.pml:278 - [holder[i] = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[2][82] = 1;
		(trpt+1)->bup.oval = ((int)now.holder[ Index(((int)((P2 *)_this)->i), 2) ]);
		now.holder[ Index(((P2 *)_this)->i, 2) ] = 0;
#ifdef VAR_RANGES
		logval("holder[Controller:i]", ((int)now.holder[ Index(((int)((P2 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 109: // STATE 83 - handoff.pml:278 - [i = (i+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[2][83] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->i);
		((P2 *)_this)->i = (((int)((P2 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Controller:i", ((int)((P2 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 110: // STATE 89 - handoff.pml:279 - [i = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[2][89] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->i);
		((P2 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Controller:i", ((int)((P2 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 111: // STATE 92 - handoff.pml:281 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][92] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 112: // STATE 96 - handoff.pml:282 - [phase = 1] (0:0:1 - 2)
		IfNotBlocked
		reached[2][96] = 1;
		(trpt+1)->bup.oval = now.phase;
		now.phase = 1;
#ifdef VAR_RANGES
		logval("phase", now.phase);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 113: // STATE 98 - handoff.pml:287 - [((decision!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][98] = 1;
		if (!((now.decision!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 114: // STATE 106 - handoff.pml:290 - [D_STEP290]
		IfNotBlocked

		reached[2][106] = 1;
		reached[2][t->st] = 1;
		reached[2][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_320_0: /* 2 */
		now.call[6].asked[0] = 1;
#ifdef VAR_RANGES
		logval("call[6].asked[0]", ((int)now.call[6].asked[0]));
#endif
		;
S_321_0: /* 2 */
		now.call[6].done[0] = 0;
#ifdef VAR_RANGES
		logval("call[6].done[0]", ((int)now.call[6].done[0]));
#endif
		;
S_322_0: /* 2 */
		now.call[6].refused[0] = 0;
#ifdef VAR_RANGES
		logval("call[6].refused[0]", ((int)now.call[6].refused[0]));
#endif
		;
		goto S_329_0;
S_329_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 115: // STATE 107 - handoff.pml:290 - [(call[6].done[0])] (0:0:0 - 1)
		IfNotBlocked
		reached[2][107] = 1;
		if (!(((int)now.call[6].done[0])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 116: // STATE 108 - handoff.pml:290 - [(call[6].refused[0])] (0:0:0 - 1)
		IfNotBlocked
		reached[2][108] = 1;
		if (!(((int)now.call[6].refused[0])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 117: // STATE 110 - handoff.pml:290 - [((!(calm)||!(successor)))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][110] = 1;
		if (!(( !(((int)now.calm))|| !(((int)now.successor)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 118: // STATE 114 - handoff.pml:292 - [i = 0] (0:0:1 - 2)
		IfNotBlocked
		reached[2][114] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->i);
		((P2 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Controller:i", ((int)((P2 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 119: // STATE 115 - handoff.pml:292 - [((i<=1))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][115] = 1;
		if (!((((int)((P2 *)_this)->i)<=1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 120: // STATE 116 - handoff.pml:294 - [(ended[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[2][116] = 1;
		if (!(((int)now.ended[ Index(((int)((P2 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 121: // STATE 120 - handoff.pml:296 - [D_STEP296]
		IfNotBlocked

		reached[2][120] = 1;
		reached[2][t->st] = 1;
		reached[2][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_334_0: /* 2 */
		now.call[3].asked[ Index(((P2 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("call[3].asked[Controller:i]", ((int)now.call[3].asked[ Index(((int)((P2 *)_this)->i), 2) ]));
#endif
		;
S_335_0: /* 2 */
		now.call[3].done[ Index(((P2 *)_this)->i, 2) ] = 0;
#ifdef VAR_RANGES
		logval("call[3].done[Controller:i]", ((int)now.call[3].done[ Index(((int)((P2 *)_this)->i), 2) ]));
#endif
		;
S_336_0: /* 2 */
		now.call[3].refused[ Index(((P2 *)_this)->i, 2) ] = 0;
#ifdef VAR_RANGES
		logval("call[3].refused[Controller:i]", ((int)now.call[3].refused[ Index(((int)((P2 *)_this)->i), 2) ]));
#endif
		;
		goto S_343_0;
S_343_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 122: // STATE 121 - handoff.pml:296 - [(call[3].done[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[2][121] = 1;
		if (!(((int)now.call[3].done[ Index(((int)((P2 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 123: // STATE 122 - handoff.pml:296 - [(call[3].refused[i])] (0:0:1 - 1)
		IfNotBlocked
		reached[2][122] = 1;
		if (!(((int)now.call[3].refused[ Index(((int)((P2 *)_this)->i), 2) ])))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: i */  (trpt+1)->bup.oval = ((P2 *)_this)->i;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P2 *)_this)->i = 0;
		_m = 3; goto P999; /* 0 */
	case 124: // STATE 124 - handoff.pml:296 - [((!(calm)||!(successor)))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][124] = 1;
		if (!(( !(((int)now.calm))|| !(((int)now.successor)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 125: // STATE 128 - handoff.pml:297 - [app[i] = 2] (0:0:1 - 2)
		IfNotBlocked
		reached[2][128] = 1;
		(trpt+1)->bup.oval = app[ Index(((int)((P2 *)_this)->i), 2) ];
		app[ Index(((P2 *)_this)->i, 2) ] = 2;
#ifdef VAR_RANGES
		logval("app[Controller:i]", app[ Index(((int)((P2 *)_this)->i), 2) ]);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 126: // STATE 129 - handoff.pml:292 - [i = (i+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[2][129] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->i);
		((P2 *)_this)->i = (((int)((P2 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Controller:i", ((int)((P2 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 127: // STATE 135 - handoff.pml:302 - [phase = 5] (0:0:1 - 5)
		IfNotBlocked
		reached[2][135] = 1;
		(trpt+1)->bup.oval = now.phase;
		now.phase = 5;
#ifdef VAR_RANGES
		logval("phase", now.phase);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 128: // STATE 137 - handoff.pml:303 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][137] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 129: // STATE 144 - handoff.pml:304 - [D_STEP304]
		IfNotBlocked

		reached[2][144] = 1;
		reached[2][t->st] = 1;
		reached[2][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_358_0: /* 2 */
		now.call[1].asked[0] = 1;
#ifdef VAR_RANGES
		logval("call[1].asked[0]", ((int)now.call[1].asked[0]));
#endif
		;
S_359_0: /* 2 */
		now.call[1].done[0] = 0;
#ifdef VAR_RANGES
		logval("call[1].done[0]", ((int)now.call[1].done[0]));
#endif
		;
S_360_0: /* 2 */
		now.call[1].refused[0] = 0;
#ifdef VAR_RANGES
		logval("call[1].refused[0]", ((int)now.call[1].refused[0]));
#endif
		;
		goto S_367_0;
S_367_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 130: // STATE 145 - handoff.pml:304 - [(call[1].done[0])] (0:0:0 - 1)
		IfNotBlocked
		reached[2][145] = 1;
		if (!(((int)now.call[1].done[0])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 131: // STATE 146 - handoff.pml:304 - [(call[1].refused[0])] (0:0:0 - 1)
		IfNotBlocked
		reached[2][146] = 1;
		if (!(((int)now.call[1].refused[0])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 132: // STATE 148 - handoff.pml:304 - [((!(calm)||!(successor)))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][148] = 1;
		if (!(( !(((int)now.calm))|| !(((int)now.successor)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 133: // STATE 153 - handoff.pml:305 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][153] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 134: // STATE 157 - handoff.pml:307 - [parked = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[2][157] = 1;
		(trpt+1)->bup.oval = ((int)now.parked);
		now.parked = 1;
#ifdef VAR_RANGES
		logval("parked", ((int)now.parked));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 135: // STATE 158 - handoff.pml:308 - [incumbent = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[2][158] = 1;
		(trpt+1)->bup.oval = ((int)now.incumbent);
		now.incumbent = 0;
#ifdef VAR_RANGES
		logval("incumbent", ((int)now.incumbent));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 136: // STATE 159 - handoff.pml:309 - [i = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[2][159] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->i);
		((P2 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Controller:i", ((int)((P2 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 137: // STATE 160 - handoff.pml:309 - [((i<=1))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][160] = 1;
		if (!((((int)((P2 *)_this)->i)<=1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 138: // STATE 161 - handoff.pml:309 - [source[i] = 4] (0:0:1 - 1)
		IfNotBlocked
		reached[2][161] = 1;
		(trpt+1)->bup.oval = now.source[ Index(((int)((P2 *)_this)->i), 2) ];
		now.source[ Index(((P2 *)_this)->i, 2) ] = 4;
#ifdef VAR_RANGES
		logval("source[Controller:i]", now.source[ Index(((int)((P2 *)_this)->i), 2) ]);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 139: // STATE 162 - handoff.pml:309 - [i = (i+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[2][162] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->i);
		((P2 *)_this)->i = (((int)((P2 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Controller:i", ((int)((P2 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 140: // STATE 168 - handoff.pml:310 - [i = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[2][168] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->i);
		((P2 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Controller:i", ((int)((P2 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 141: // STATE 170 - handoff.pml:313 - [alive = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[2][170] = 1;
		(trpt+1)->bup.oval = ((int)now.alive);
		now.alive = 0;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 142: // STATE 171 - handoff.pml:313 - [threads = (threads-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[2][171] = 1;
		(trpt+1)->bup.oval = ((int)now.threads);
		now.threads = (((int)now.threads)-1);
#ifdef VAR_RANGES
		logval("threads", ((int)now.threads));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 143: // STATE 178 - handoff.pml:315 - [-end-] (0:0:0 - 3)
		IfNotBlocked
		reached[2][178] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC Move */
	case 144: // STATE 4 - handoff.pml:143 - [D_STEP143]
		IfNotBlocked

		reached[1][4] = 1;
		reached[1][t->st] = 1;
		reached[1][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_065_0: /* 2 */
		now.call[5].asked[ Index(((P1 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("call[5].asked[Move:i]", ((int)now.call[5].asked[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
S_066_0: /* 2 */
		now.call[5].done[ Index(((P1 *)_this)->i, 2) ] = 0;
#ifdef VAR_RANGES
		logval("call[5].done[Move:i]", ((int)now.call[5].done[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
S_067_0: /* 2 */
		now.call[5].refused[ Index(((P1 *)_this)->i, 2) ] = 0;
#ifdef VAR_RANGES
		logval("call[5].refused[Move:i]", ((int)now.call[5].refused[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		goto S_074_0;
S_074_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 145: // STATE 148 - handoff.pml:226 - [(!(alive))] (153:0:1 - 1)
		IfNotBlocked
		reached[1][148] = 1;
		if (!( !(((int)now.alive))))
			continue;
		/* merge: threads = (threads-1)(0, 149, 153) */
		reached[1][149] = 1;
		(trpt+1)->bup.oval = ((int)now.threads);
		now.threads = (((int)now.threads)-1);
#ifdef VAR_RANGES
		logval("threads", ((int)now.threads));
#endif
		;
		/* merge: .(goto)(0, 152, 153) */
		reached[1][152] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 146: // STATE 5 - handoff.pml:143 - [(call[5].done[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][5] = 1;
		if (!(((int)now.call[5].done[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 147: // STATE 6 - handoff.pml:143 - [(call[5].refused[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][6] = 1;
		if (!(((int)now.call[5].refused[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 148: // STATE 8 - handoff.pml:143 - [((!(calm)||!(successor)))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][8] = 1;
		if (!(( !(((int)now.calm))|| !(((int)now.successor)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 149: // STATE 13 - handoff.pml:144 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][13] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 150: // STATE 17 - handoff.pml:145 - [app[i] = 5] (0:0:1 - 2)
		IfNotBlocked
		reached[1][17] = 1;
		(trpt+1)->bup.oval = app[ Index(((int)((P1 *)_this)->i), 2) ];
		app[ Index(((P1 *)_this)->i, 2) ] = 5;
#ifdef VAR_RANGES
		logval("app[Move:i]", app[ Index(((int)((P1 *)_this)->i), 2) ]);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 151: // STATE 18 - handoff.pml:147 - [atPrepared[i] = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[1][18] = 1;
		(trpt+1)->bup.oval = ((int)now.atPrepared[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.atPrepared[ Index(((P1 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("atPrepared[Move:i]", ((int)now.atPrepared[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 152: // STATE 19 - handoff.pml:149 - [(((atPrepared[0]&&atPrepared[1])&&!(failed)))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][19] = 1;
		if (!(((((int)now.atPrepared[0])&&((int)now.atPrepared[1]))&& !(((int)now.failed)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 153: // STATE 20 - handoff.pml:150 - [(failed)] (0:0:0 - 1)
		IfNotBlocked
		reached[1][20] = 1;
		if (!(((int)now.failed)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 154: // STATE 22 - handoff.pml:151 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][22] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 155: // STATE 23 - handoff.pml:151 - [failed = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[1][23] = 1;
		(trpt+1)->bup.oval = ((int)now.failed);
		now.failed = 1;
#ifdef VAR_RANGES
		logval("failed", ((int)now.failed));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 156: // STATE 28 - handoff.pml:153 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][28] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 157: // STATE 32 - handoff.pml:154 - [app[i] = 4] (0:0:1 - 1)
		IfNotBlocked
		reached[1][32] = 1;
		(trpt+1)->bup.oval = app[ Index(((int)((P1 *)_this)->i), 2) ];
		app[ Index(((P1 *)_this)->i, 2) ] = 4;
#ifdef VAR_RANGES
		logval("app[Move:i]", app[ Index(((int)((P1 *)_this)->i), 2) ]);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 158: // STATE 33 - handoff.pml:154 - [pipe[i] = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[1][33] = 1;
		(trpt+1)->bup.oval = ((int)now.pipe[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.pipe[ Index(((P1 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("pipe[Move:i]", ((int)now.pipe[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 159: // STATE 34 - handoff.pml:154 - [freezing[i] = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[1][34] = 1;
		(trpt+1)->bup.oval = ((int)now.freezing[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.freezing[ Index(((P1 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("freezing[Move:i]", ((int)now.freezing[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 160: // STATE 35 - handoff.pml:154 - [(run Freeze(i))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][35] = 1;
		if (!(addproc(II, 1, 0, ((int)((P1 *)_this)->i))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 161: // STATE 37 - handoff.pml:156 - [(frozen[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][37] = 1;
		if (!(((int)now.frozen[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 162: // STATE 38 - handoff.pml:157 - [((ended[i]&&!(frozen[i])))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][38] = 1;
		if (!((((int)now.ended[ Index(((int)((P1 *)_this)->i), 2) ])&& !(((int)now.frozen[ Index(((int)((P1 *)_this)->i), 2) ])))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 163: // STATE 45 - handoff.pml:160 - [D_STEP160]
		IfNotBlocked

		reached[1][45] = 1;
		reached[1][t->st] = 1;
		reached[1][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_106_0: /* 2 */
		now.call[4].asked[ Index(((P1 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("call[4].asked[Move:i]", ((int)now.call[4].asked[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
S_107_0: /* 2 */
		now.call[4].done[ Index(((P1 *)_this)->i, 2) ] = 0;
#ifdef VAR_RANGES
		logval("call[4].done[Move:i]", ((int)now.call[4].done[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
S_108_0: /* 2 */
		now.call[4].refused[ Index(((P1 *)_this)->i, 2) ] = 0;
#ifdef VAR_RANGES
		logval("call[4].refused[Move:i]", ((int)now.call[4].refused[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		goto S_115_0;
S_115_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 164: // STATE 46 - handoff.pml:160 - [(call[4].done[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][46] = 1;
		if (!(((int)now.call[4].done[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 165: // STATE 47 - handoff.pml:160 - [(call[4].refused[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][47] = 1;
		if (!(((int)now.call[4].refused[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 166: // STATE 49 - handoff.pml:160 - [((!(calm)||!(successor)))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][49] = 1;
		if (!(( !(((int)now.calm))|| !(((int)now.successor)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 167: // STATE 53 - handoff.pml:163 - [((copy[i]==3))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][53] = 1;
		if (!((now.copy[ Index(((int)((P1 *)_this)->i), 2) ]==3)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 168: // STATE 59 - handoff.pml:166 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][59] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 169: // STATE 63 - handoff.pml:167 - [app[i] = 3] (0:0:1 - 2)
		IfNotBlocked
		reached[1][63] = 1;
		(trpt+1)->bup.oval = app[ Index(((int)((P1 *)_this)->i), 2) ];
		app[ Index(((P1 *)_this)->i, 2) ] = 3;
#ifdef VAR_RANGES
		logval("app[Move:i]", app[ Index(((int)((P1 *)_this)->i), 2) ]);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 170: // STATE 64 - handoff.pml:169 - [atRestored[i] = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[1][64] = 1;
		(trpt+1)->bup.oval = ((int)now.atRestored[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.atRestored[ Index(((P1 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("atRestored[Move:i]", ((int)now.atRestored[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 171: // STATE 65 - handoff.pml:171 - [(((atRestored[0]&&atRestored[1])&&!(failed)))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][65] = 1;
		if (!(((((int)now.atRestored[0])&&((int)now.atRestored[1]))&& !(((int)now.failed)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 172: // STATE 66 - handoff.pml:172 - [(failed)] (0:0:0 - 1)
		IfNotBlocked
		reached[1][66] = 1;
		if (!(((int)now.failed)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 173: // STATE 68 - handoff.pml:173 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][68] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 174: // STATE 69 - handoff.pml:173 - [failed = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[1][69] = 1;
		(trpt+1)->bup.oval = ((int)now.failed);
		now.failed = 1;
#ifdef VAR_RANGES
		logval("failed", ((int)now.failed));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 175: // STATE 74 - handoff.pml:187 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][74] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 176: // STATE 78 - handoff.pml:95 - [((decision==0))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][78] = 1;
		if (!((now.decision==0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 177: // STATE 79 - handoff.pml:95 - [decision = 2] (0:0:1 - 1)
		IfNotBlocked
		reached[1][79] = 1;
		(trpt+1)->bup.oval = now.decision;
		now.decision = 2;
#ifdef VAR_RANGES
		logval("decision", now.decision);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 178: // STATE 85 - handoff.pml:190 - [((decision==1))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][85] = 1;
		if (!((now.decision==1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 179: // STATE 90 - handoff.pml:193 - [answered[i] = 1] (0:0:1 - 2)
		IfNotBlocked
		reached[1][90] = 1;
		(trpt+1)->bup.oval = ((int)now.answered[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.answered[ Index(((P1 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("answered[Move:i]", ((int)now.answered[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 180: // STATE 91 - handoff.pml:194 - [(ended[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][91] = 1;
		if (!(((int)now.ended[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 181: // STATE 93 - handoff.pml:95 - [((decision==0))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][93] = 1;
		if (!((now.decision==0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 182: // STATE 94 - handoff.pml:95 - [decision = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[1][94] = 1;
		(trpt+1)->bup.oval = now.decision;
		now.decision = 1;
#ifdef VAR_RANGES
		logval("decision", now.decision);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 183: // STATE 100 - handoff.pml:200 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][100] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 184: // STATE 103 - handoff.pml:203 - [((decision==1))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][103] = 1;
		if (!((now.decision==1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 185: // STATE 107 - handoff.pml:203 - [D_STEP203]
		IfNotBlocked

		reached[1][107] = 1;
		reached[1][t->st] = 1;
		reached[1][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_168_0: /* 2 */
		now.call[2].asked[ Index(((P1 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("call[2].asked[Move:i]", ((int)now.call[2].asked[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
S_169_0: /* 2 */
		now.call[2].done[ Index(((P1 *)_this)->i, 2) ] = 0;
#ifdef VAR_RANGES
		logval("call[2].done[Move:i]", ((int)now.call[2].done[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
S_170_0: /* 2 */
		now.call[2].refused[ Index(((P1 *)_this)->i, 2) ] = 0;
#ifdef VAR_RANGES
		logval("call[2].refused[Move:i]", ((int)now.call[2].refused[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		goto S_177_0;
S_177_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 186: // STATE 108 - handoff.pml:203 - [(call[2].done[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][108] = 1;
		if (!(((int)now.call[2].done[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 187: // STATE 109 - handoff.pml:203 - [(call[2].refused[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][109] = 1;
		if (!(((int)now.call[2].refused[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 188: // STATE 111 - handoff.pml:203 - [((!(calm)||!(successor)))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][111] = 1;
		if (!(( !(((int)now.calm))|| !(((int)now.successor)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 189: // STATE 118 - handoff.pml:208 - [(freezing[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][118] = 1;
		if (!(((int)now.freezing[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 190: // STATE 119 - handoff.pml:208 - [answered[i] = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[1][119] = 1;
		(trpt+1)->bup.oval = ((int)now.answered[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.answered[ Index(((P1 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("answered[Move:i]", ((int)now.answered[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 191: // STATE 120 - handoff.pml:208 - [(ended[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][120] = 1;
		if (!(((int)now.ended[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 192: // STATE 124 - handoff.pml:212 - [pipe[i] = 0] (0:0:1 - 5)
		IfNotBlocked
		reached[1][124] = 1;
		(trpt+1)->bup.oval = ((int)now.pipe[ Index(((int)((P1 *)_this)->i), 2) ]);
		now.pipe[ Index(((P1 *)_this)->i, 2) ] = 0;
#ifdef VAR_RANGES
		logval("pipe[Move:i]", ((int)now.pipe[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 193: // STATE 125 - handoff.pml:214 - [((decision==2))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][125] = 1;
		if (!((now.decision==2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 194: // STATE 129 - handoff.pml:215 - [D_STEP215]
		IfNotBlocked

		reached[1][129] = 1;
		reached[1][t->st] = 1;
		reached[1][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_190_0: /* 2 */
		now.call[3].asked[ Index(((P1 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("call[3].asked[Move:i]", ((int)now.call[3].asked[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
S_191_0: /* 2 */
		now.call[3].done[ Index(((P1 *)_this)->i, 2) ] = 0;
#ifdef VAR_RANGES
		logval("call[3].done[Move:i]", ((int)now.call[3].done[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
S_192_0: /* 2 */
		now.call[3].refused[ Index(((P1 *)_this)->i, 2) ] = 0;
#ifdef VAR_RANGES
		logval("call[3].refused[Move:i]", ((int)now.call[3].refused[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
		goto S_199_0;
S_199_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 195: // STATE 130 - handoff.pml:215 - [(call[3].done[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][130] = 1;
		if (!(((int)now.call[3].done[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 196: // STATE 131 - handoff.pml:215 - [(call[3].refused[i])] (0:0:1 - 1)
		IfNotBlocked
		reached[1][131] = 1;
		if (!(((int)now.call[3].refused[ Index(((int)((P1 *)_this)->i), 2) ])))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: i */  (trpt+1)->bup.oval = ((P1 *)_this)->i;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->i = 0;
		_m = 3; goto P999; /* 0 */
	case 197: // STATE 133 - handoff.pml:215 - [((!(calm)||!(successor)))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][133] = 1;
		if (!(( !(((int)now.calm))|| !(((int)now.successor)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 198: // STATE 137 - handoff.pml:216 - [app[i] = 2] (0:0:1 - 2)
		IfNotBlocked
		reached[1][137] = 1;
		(trpt+1)->bup.oval = app[ Index(((int)((P1 *)_this)->i), 2) ];
		app[ Index(((P1 *)_this)->i, 2) ] = 2;
#ifdef VAR_RANGES
		logval("app[Move:i]", app[ Index(((int)((P1 *)_this)->i), 2) ]);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 199: // STATE 139 - handoff.pml:218 - [app[i] = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[1][139] = 1;
		(trpt+1)->bup.oval = app[ Index(((int)((P1 *)_this)->i), 2) ];
		app[ Index(((P1 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("app[Move:i]", app[ Index(((int)((P1 *)_this)->i), 2) ]);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 200: // STATE 140 - handoff.pml:219 - [failed = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[1][140] = 1;
		(trpt+1)->bup.oval = ((int)now.failed);
		now.failed = 1;
#ifdef VAR_RANGES
		logval("failed", ((int)now.failed));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 201: // STATE 144 - handoff.pml:223 - [failed = 1] (0:0:1 - 4)
		IfNotBlocked
		reached[1][144] = 1;
		(trpt+1)->bup.oval = ((int)now.failed);
		now.failed = 1;
#ifdef VAR_RANGES
		logval("failed", ((int)now.failed));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 202: // STATE 145 - handoff.pml:225 - [moved = (moved+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][145] = 1;
		(trpt+1)->bup.oval = ((int)now.moved);
		now.moved = (((int)now.moved)+1);
#ifdef VAR_RANGES
		logval("moved", ((int)now.moved));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 203: // STATE 146 - handoff.pml:225 - [threads = (threads-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][146] = 1;
		(trpt+1)->bup.oval = ((int)now.threads);
		now.threads = (((int)now.threads)-1);
#ifdef VAR_RANGES
		logval("threads", ((int)now.threads));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 204: // STATE 153 - handoff.pml:227 - [-end-] (0:0:0 - 3)
		IfNotBlocked
		reached[1][153] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC Freeze */
	case 205: // STATE 1 - handoff.pml:104 - [source[i] = 2] (0:0:1 - 1)
		IfNotBlocked
		reached[0][1] = 1;
		(trpt+1)->bup.oval = now.source[ Index(((int)((P0 *)_this)->i), 2) ];
		now.source[ Index(((P0 *)_this)->i, 2) ] = 2;
#ifdef VAR_RANGES
		logval("source[Freeze:i]", now.source[ Index(((int)((P0 *)_this)->i), 2) ]);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 206: // STATE 62 - handoff.pml:137 - [(!(incumbent))] (0:0:0 - 31)
		IfNotBlocked
		reached[0][62] = 1;
		if (!( !(((int)now.incumbent))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 207: // STATE 2 - handoff.pml:105 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][2] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 208: // STATE 6 - handoff.pml:108 - [(pipe[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][6] = 1;
		if (!(((int)now.pipe[ Index(((int)((P0 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 209: // STATE 7 - handoff.pml:108 - [frozen[i] = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[0][7] = 1;
		(trpt+1)->bup.oval = ((int)now.frozen[ Index(((int)((P0 *)_this)->i), 2) ]);
		now.frozen[ Index(((P0 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("frozen[Freeze:i]", ((int)now.frozen[ Index(((int)((P0 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 210: // STATE 9 - handoff.pml:109 - [(!(pipe[i]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][9] = 1;
		if (!( !(((int)now.pipe[ Index(((int)((P0 *)_this)->i), 2) ]))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 211: // STATE 10 - handoff.pml:110 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][10] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 212: // STATE 14 - handoff.pml:113 - [(answered[i])] (0:0:0 - 1)
		IfNotBlocked
		reached[0][14] = 1;
		if (!(((int)now.answered[ Index(((int)((P0 *)_this)->i), 2) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 213: // STATE 15 - handoff.pml:114 - [(!(pipe[i]))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][15] = 1;
		if (!( !(((int)now.pipe[ Index(((int)((P0 *)_this)->i), 2) ]))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 214: // STATE 16 - handoff.pml:115 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][16] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 215: // STATE 20 - handoff.pml:95 - [((decision==0))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][20] = 1;
		if (!((now.decision==0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 216: // STATE 21 - handoff.pml:95 - [decision = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[0][21] = 1;
		(trpt+1)->bup.oval = now.decision;
		now.decision = 1;
#ifdef VAR_RANGES
		logval("decision", now.decision);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 217: // STATE 27 - handoff.pml:119 - [((decision==2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][27] = 1;
		if (!((now.decision==2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 218: // STATE 28 - handoff.pml:119 - [source[i] = 4] (0:0:1 - 1)
		IfNotBlocked
		reached[0][28] = 1;
		(trpt+1)->bup.oval = now.source[ Index(((int)((P0 *)_this)->i), 2) ];
		now.source[ Index(((P0 *)_this)->i, 2) ] = 4;
#ifdef VAR_RANGES
		logval("source[Freeze:i]", now.source[ Index(((int)((P0 *)_this)->i), 2) ]);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 219: // STATE 30 - handoff.pml:120 - [((decision==1))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][30] = 1;
		if (!((now.decision==1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 220: // STATE 31 - handoff.pml:120 - [source[i] = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[0][31] = 1;
		(trpt+1)->bup.oval = now.source[ Index(((int)((P0 *)_this)->i), 2) ];
		now.source[ Index(((P0 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("source[Freeze:i]", now.source[ Index(((int)((P0 *)_this)->i), 2) ]);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 221: // STATE 32 - handoff.pml:68 - [assert(!(((source[i]==1)&&(copy[i]==1))))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][32] = 1;
		spin_assert( !(((now.source[ Index(((int)((P0 *)_this)->i), 2) ]==1)&&(now.copy[ Index(((int)((P0 *)_this)->i), 2) ]==1))), " !(((source[i]==1)&&(copy[i]==1)))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 222: // STATE 33 - handoff.pml:70 - [assert(((copy[i]!=1)||(decision==2)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][33] = 1;
		spin_assert(((now.copy[ Index(((int)((P0 *)_this)->i), 2) ]!=1)||(now.decision==2)), "((copy[i]!=1)||(decision==2))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 223: // STATE 37 - handoff.pml:121 - [(!(calm))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][37] = 1;
		if (!( !(((int)now.calm))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 224: // STATE 40 - handoff.pml:124 - [source[i] = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[0][40] = 1;
		(trpt+1)->bup.oval = now.source[ Index(((int)((P0 *)_this)->i), 2) ];
		now.source[ Index(((P0 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("source[Freeze:i]", now.source[ Index(((int)((P0 *)_this)->i), 2) ]);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 225: // STATE 41 - handoff.pml:68 - [assert(!(((source[i]==1)&&(copy[i]==1))))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][41] = 1;
		spin_assert( !(((now.source[ Index(((int)((P0 *)_this)->i), 2) ]==1)&&(now.copy[ Index(((int)((P0 *)_this)->i), 2) ]==1))), " !(((source[i]==1)&&(copy[i]==1)))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 226: // STATE 42 - handoff.pml:70 - [assert(((copy[i]!=1)||(decision==2)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][42] = 1;
		spin_assert(((now.copy[ Index(((int)((P0 *)_this)->i), 2) ]!=1)||(now.decision==2)), "((copy[i]!=1)||(decision==2))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 227: // STATE 45 - handoff.pml:128 - [((source[i]!=4))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][45] = 1;
		if (!((now.source[ Index(((int)((P0 *)_this)->i), 2) ]!=4)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 228: // STATE 46 - handoff.pml:95 - [((decision==0))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][46] = 1;
		if (!((now.decision==0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 229: // STATE 47 - handoff.pml:95 - [decision = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[0][47] = 1;
		(trpt+1)->bup.oval = now.decision;
		now.decision = 1;
#ifdef VAR_RANGES
		logval("decision", now.decision);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 230: // STATE 56 - handoff.pml:133 - [((decision==2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][56] = 1;
		if (!((now.decision==2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 231: // STATE 57 - handoff.pml:133 - [source[i] = 4] (0:0:1 - 1)
		IfNotBlocked
		reached[0][57] = 1;
		(trpt+1)->bup.oval = now.source[ Index(((int)((P0 *)_this)->i), 2) ];
		now.source[ Index(((P0 *)_this)->i, 2) ] = 4;
#ifdef VAR_RANGES
		logval("source[Freeze:i]", now.source[ Index(((int)((P0 *)_this)->i), 2) ]);
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 232: // STATE 61 - handoff.pml:136 - [ended[i] = 1] (0:0:1 - 3)
		IfNotBlocked
		reached[0][61] = 1;
		(trpt+1)->bup.oval = ((int)now.ended[ Index(((int)((P0 *)_this)->i), 2) ]);
		now.ended[ Index(((P0 *)_this)->i, 2) ] = 1;
#ifdef VAR_RANGES
		logval("ended[Freeze:i]", ((int)now.ended[ Index(((int)((P0 *)_this)->i), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 233: // STATE 65 - handoff.pml:138 - [-end-] (0:0:0 - 3)
		IfNotBlocked
		reached[0][65] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */
	case  _T5:	/* np_ */
		if (!((!(trpt->o_pm&4) && !(trpt->tau&128))))
			continue;
		/* else fall through */
	case  _T2:	/* true */
		_m = 3; goto P999;
#undef rand
	}

