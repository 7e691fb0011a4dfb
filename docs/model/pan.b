	switch (t->back) {
	default: Uerror("bad return move");
	case  0: goto R999; /* nothing to undo */

		 /* CLAIM comesToAnEnd */
;
		;
		;
		;
		;
		;
		;
		;
		
	case 7: // STATE 20
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC Operator */

	case 8: // STATE 4
		;
		now.copy[1] = trpt->bup.ovals[3];
		now.copy[0] = trpt->bup.ovals[2];
		now.source[1] = trpt->bup.ovals[1];
		now.source[0] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 9: // STATE 5
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 10: // STATE 6
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 11: // STATE 9
		;
		now.threads = trpt->bup.ovals[1];
		now.alive = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 12: // STATE 10
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;
;
		;
		;
		;
		;
		;
		
	case 16: // STATE 18
		;
		now.threads = trpt->bup.ovals[1];
		now.alive = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 17: // STATE 19
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;
;
		;
		
	case 19: // STATE 24
		;
		now.threads = trpt->bup.ovals[1];
		now.alive = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 20: // STATE 25
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;
;
		;
		
	case 22: // STATE 36
		;
		now.over = trpt->bup.oval;
		;
		goto R999;

	case 23: // STATE 38
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC Faults */

	case 24: // STATE 4
		;
		now.pipe[1] = trpt->bup.ovals[2];
		now.pipe[0] = trpt->bup.ovals[1];
		now.alive = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
	case 25: // STATE 11
		sv_restor();
		goto R999;
	case 26: // STATE 17
		sv_restor();
		goto R999;

	case 27: // STATE 18
		;
		now.calm = trpt->bup.oval;
		;
		goto R999;

	case 28: // STATE 23
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC Heir */

	case 29: // STATE 3
		;
		now.begun = trpt->bup.ovals[1];
		kept = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 30: // STATE 4
		;
		now.call[1].done[0] = trpt->bup.oval;
		;
		goto R999;
;
		
	case 31: // STATE 7
		goto R999;
;
		
	case 32: // STATE 5
		goto R999;
;
		
	case 33: // STATE 9
		goto R999;
;
		;
		;
		;
		
	case 36: // STATE 17
		;
		now.phase = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		
	case 39: // STATE 23
		;
		now.phase = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 41: // STATE 28
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC Agent */

	case 42: // STATE 2
		;
		now.call[6].done[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 43: // STATE 5
		;
		now.holder[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 44: // STATE 6
		;
		now.call[5].done[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		
	case 45: // STATE 9
		goto R999;
;
		
	case 46: // STATE 7
		goto R999;
;
		;
		;
		;
		
	case 49: // STATE 14
		;
		now.call[4].done[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.ovals[1];
		now.copy[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 50: // STATE 23
		goto R999;

	case 51: // STATE 16
		;
		now.copy[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 52: // STATE 19
		;
		now.call[4].refused[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.ovals[1];
		now.copy[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 53: // STATE 21
		;
		now.copy[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		
	case 54: // STATE 29
		goto R999;

	case 55: // STATE 25
		;
		now.call[4].done[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 56: // STATE 27
		;
		now.call[4].refused[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		
	case 57: // STATE 31
		goto R999;

	case 58: // STATE 34
		;
		now.call[3].refused[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		
	case 59: // STATE 48
		goto R999;

	case 60: // STATE 36
		;
		now.copy[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		
	case 61: // STATE 37
		goto R999;

	case 62: // STATE 41
		;
		now.call[3].done[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.ovals[1];
		committed[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 63: // STATE 46
		goto R999;

	case 64: // STATE 43
		;
		committed[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		
	case 65: // STATE 44
		goto R999;
;
		
	case 66: // STATE 50
		goto R999;

	case 67: // STATE 54
		;
		now.call[2].done[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.ovals[2];
		now.holder[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.ovals[1];
		now.copy[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		
	case 68: // STATE 61
		goto R999;

	case 69: // STATE 57
		;
		now.holder[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.ovals[1];
		now.copy[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 70: // STATE 59
		;
		now.call[2].refused[ Index(((P3 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 71: // STATE 66
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC Controller */

	case 72: // STATE 1
		;
	/* 0 */	((P2 *)_this)->command = trpt->bup.oval;
		;
		;
		goto R999;

	case 73: // STATE 174
		;
		now.threads = trpt->bup.oval;
		;
		goto R999;

	case 74: // STATE 3
		;
	/* 0 */	((P2 *)_this)->command = trpt->bup.oval;
		;
		;
		goto R999;

	case 75: // STATE 5
		;
	/* 0 */	((P2 *)_this)->command = trpt->bup.oval;
		;
		;
		goto R999;

	case 76: // STATE 8
		;
		now.phase = trpt->bup.oval;
		;
		goto R999;

	case 77: // STATE 9
		;
		now.phase = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 79: // STATE 15
		;
		now.phase = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 81: // STATE 21
		;
		now.successor = trpt->bup.oval;
		;
		goto R999;

	case 82: // STATE 22
		;
		now.phase = trpt->bup.oval;
		;
		goto R999;
	case 83: // STATE 26
		sv_restor();
		goto R999;
;
		;
		;
		;
		;
		;
		
	case 87: // STATE 34
		;
		now.phase = trpt->bup.oval;
		;
		goto R999;

	case 88: // STATE 35
		;
		now.threads = trpt->bup.oval;
		;
		goto R999;

	case 89: // STATE 36
		;
		app[0] = trpt->bup.oval;
		;
		goto R999;

	case 90: // STATE 37
		;
		app[1] = trpt->bup.oval;
		;
		goto R999;

	case 91: // STATE 38
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 92: // STATE 39
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;
;
		;
		;
		;
		;
		;
		;
		;
		;
		;
		
	case 98: // STATE 59
		;
		now.decision = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 100: // STATE 70
		;
		now.phase = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		;
		;
		
	case 104: // STATE 78
		;
		now.successor = trpt->bup.oval;
		;
		goto R999;

	case 105: // STATE 79
		;
		((P2 *)_this)->i = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 107: // STATE 81
		;
		now.copy[ Index(((P2 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 108: // STATE 82
		;
		now.holder[ Index(((P2 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 109: // STATE 83
		;
		((P2 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 110: // STATE 89
		;
		((P2 *)_this)->i = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 112: // STATE 96
		;
		now.phase = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 114: // STATE 106
		sv_restor();
		goto R999;
;
		;
		;
		;
		;
		;
		
	case 118: // STATE 114
		;
		((P2 *)_this)->i = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
			case 121: // STATE 120
		sv_restor();
		goto R999;
;
		;
		
	case 123: // STATE 122
		;
	/* 0 */	((P2 *)_this)->i = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 125: // STATE 128
		;
		app[ Index(((P2 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 126: // STATE 129
		;
		((P2 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 127: // STATE 135
		;
		now.phase = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 129: // STATE 144
		sv_restor();
		goto R999;
;
		;
		;
		;
		;
		;
		;
		;
		
	case 134: // STATE 157
		;
		now.parked = trpt->bup.oval;
		;
		goto R999;

	case 135: // STATE 158
		;
		now.incumbent = trpt->bup.oval;
		;
		goto R999;

	case 136: // STATE 159
		;
		((P2 *)_this)->i = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 138: // STATE 161
		;
		now.source[ Index(((P2 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 139: // STATE 162
		;
		((P2 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 140: // STATE 168
		;
		((P2 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 141: // STATE 170
		;
		now.alive = trpt->bup.oval;
		;
		goto R999;

	case 142: // STATE 171
		;
		now.threads = trpt->bup.oval;
		;
		goto R999;

	case 143: // STATE 178
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC Move */
	case 144: // STATE 4
		sv_restor();
		goto R999;

	case 145: // STATE 149
		;
		now.threads = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		;
		;
		;
		;
		
	case 150: // STATE 17
		;
		app[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 151: // STATE 18
		;
		now.atPrepared[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		;
		;
		
	case 155: // STATE 23
		;
		now.failed = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 157: // STATE 32
		;
		app[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 158: // STATE 33
		;
		now.pipe[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 159: // STATE 34
		;
		now.freezing[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 160: // STATE 35
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;
;
		;
		;
		;
			case 163: // STATE 45
		sv_restor();
		goto R999;
;
		;
		;
		;
		;
		;
		;
		;
		;
		;
		
	case 169: // STATE 63
		;
		app[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 170: // STATE 64
		;
		now.atRestored[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		;
		;
		
	case 174: // STATE 69
		;
		now.failed = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		
	case 177: // STATE 79
		;
		now.decision = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 179: // STATE 90
		;
		now.answered[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		
	case 182: // STATE 94
		;
		now.decision = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
			case 185: // STATE 107
		sv_restor();
		goto R999;
;
		;
		;
		;
		;
		;
		;
		;
		
	case 190: // STATE 119
		;
		now.answered[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 192: // STATE 124
		;
		now.pipe[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 194: // STATE 129
		sv_restor();
		goto R999;
;
		;
		
	case 196: // STATE 131
		;
	/* 0 */	((P1 *)_this)->i = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		
	case 198: // STATE 137
		;
		app[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 199: // STATE 139
		;
		app[ Index(((P1 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 200: // STATE 140
		;
		now.failed = trpt->bup.oval;
		;
		goto R999;

	case 201: // STATE 144
		;
		now.failed = trpt->bup.oval;
		;
		goto R999;

	case 202: // STATE 145
		;
		now.moved = trpt->bup.oval;
		;
		goto R999;

	case 203: // STATE 146
		;
		now.threads = trpt->bup.oval;
		;
		goto R999;

	case 204: // STATE 153
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC Freeze */

	case 205: // STATE 1
		;
		now.source[ Index(((P0 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		;
		;
		
	case 209: // STATE 7
		;
		now.frozen[ Index(((P0 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		;
		;
		;
		;
		;
		;
		;
		;
		
	case 216: // STATE 21
		;
		now.decision = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 218: // STATE 28
		;
		now.source[ Index(((P0 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 220: // STATE 31
		;
		now.source[ Index(((P0 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		;
		;
		
	case 224: // STATE 40
		;
		now.source[ Index(((P0 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		;
		;
		;
		;
		
	case 229: // STATE 47
		;
		now.decision = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 231: // STATE 57
		;
		now.source[ Index(((P0 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 232: // STATE 61
		;
		now.ended[ Index(((P0 *)_this)->i, 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 233: // STATE 65
		;
		p_restor(II);
		;
		;
		goto R999;
	}

