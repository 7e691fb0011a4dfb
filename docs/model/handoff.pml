/*
 * The handoff of two applications (or of one, with -DAPPS=1) to a successor, which share one decision record; and what follows: rollback, resume,
 * retirement, takeover. What is modelled, what is not, and the properties: README.md.
 *
 * Names of states and messages are the code's: a unit test of the controller compares them.
 */
#ifndef APPS
#define APPS 2
#endif
#if APPS == 2
#define both(act) act(0); act(1)
#else
#define both(act) act(0)
#endif

/* The states of a swap (journal.proto). */
mtype:Phase = { PLANNED, QUIESCED, LAUNCHED, ATTESTED, MIGRATED, RETIRING, TAKEN_OVER, DONE, RECLAIMING, ROLLED_BACK };
/* The states of an application during a swap (journal.proto). */
mtype:AppPhase = { WAITING, PREPARED, FROZEN, RESTORED, COMMITTED, ABORTED };
/* What the decision record may hold (org.osswap.apps.Decision); 0: there is none. REVOKED: the commit was taken back. */
mtype:Outcome = { COMMIT, ABORT, REVOKED };
/* The word of the grant page that both sides change by compare-and-exchange (gate.c); 0: neither was there. */
mtype:Gate = { CLAIMED, WITHDRAWN };
/* The calls that decide who runs (handoff.proto). */
mtype:Rpc = { Attest, Prepare, Restore, Commit, Abort, TakeOver };

/* An application on one side: nothing; the namespaces that wait for it; a part of its processes, stopped; all of them,
 * stopped; running. */
mtype:Processes = { GONE, EMPTY, PARTIAL, STOPPED, RUNNING };
/* What the operator, or the unit that follows a crash, starts. */
mtype:Command = { UPGRADE, RESUME, ROLLBACK };

/* ---- what outlives the processes that use it --------------------------------------------------------------------- */
mtype:Phase phase;
hidden mtype:AppPhase app[APPS]; /* nobody decides by what the journal says of an application */
mtype:Outcome decision;
bool gone[APPS];           /* the record that the copy has run: its source never goes on (org.osswap.apps.Decision) */
mtype:Gate gate;
bool ran[APPS];            /* the mark in the grant page, made just before the copy runs */
mtype:Processes source[APPS];
mtype:Processes copy[APPS];
bool begun;                /* the successor has the journal, and waits for the proof */
bool incumbent = true;     /* its OS lives */
bool successor;            /* its OS lives */
bool parked;               /* the proof in the grant page */

/* ---- controllers, and the freezes on the incumbent, which outlive them ---------------------------------------------- */
mtype:Command command;     /* what the controller at work was started for; 0: there is none */
bool alive;                /* the controller's process; false: it ended or was killed */
bool moving;               /* the upgrade's controller moves the applications */
byte moved;                /* applications whose move has ended */
bool failed;               /* the move of some application failed */
byte atPrepared;           /* applications that came to this point (org.osswap.controller.Together) */
byte atRestored;
bool freezing[APPS];       /* freeze.sh was started */
bool frozen[APPS];         /* said by the action script */
bool decided[APPS];        /* said to the action script */
bool unlocked[APPS];       /* freeze.sh and what it started have ended or were killed */
bool ended[APPS];          /* ... and it came to its end, or another one brought it there (org.osswap.apps.Freezes) */

/* ---- the link ---------------------------------------------------------------------------------------------------------- */
typedef Calls { bool made[APPS] };
Calls call[7];

/* ---- faults ------------------------------------------------------------------------------------------------------------ */
#ifdef CALM
bool calm;                 /* from now on nothing fails any more */
#else
#define calm false
#endif
bool lost;                 /* the successor's OS crashed */
#ifdef MARK_BEHIND_RUN
bool acts[APPS];
#define acted(i) acts[i]
#else
#define acted(i) ran[i]    /* the copy may have run: others rely on what it did */
#endif
bool over;                 /* the operator has seen the end */

/* The application's only home was the side that crashed. */
#define homeLost(i) (ran[i] && lost)
#define runs(i) ((source[i] == RUNNING && incumbent) || (copy[i] == RUNNING && successor))

inline checkOnce(i) {
  assert(!(source[i] == RUNNING && copy[i] == RUNNING)); /* it never runs on both sides */
  assert(!(source[i] == RUNNING && acted(i)));           /* what the copy did is never undone */
#ifndef THAW_ON_LOST_REPLY
  assert(copy[i] != RUNNING || decision == COMMIT)       /* the copy never runs without the record */
#else
  skip
#endif
}

/* Decision.propose: link(2), the first writer wins. */
inline propose(outcome) {
  if
  :: decision == 0 -> decision = outcome
  :: else
  fi
}

/* What a controller's memory held is gone with it. */
#define forgetMove(i) frozen[i] = false; decided[i] = false
inline forgetMoves() {
  d_step {
    moving = false; moved = 0; failed = false; atPrepared = 0; atRestored = 0;
    both(forgetMove)
  }
}

#define endCopy(i) \
  copy[i] = GONE; \
  call[Prepare].made[i] = false; call[Restore].made[i] = false; call[Commit].made[i] = false; call[Abort].made[i] = false

/* The successor's OS ends: nobody is there for requests that are still on their way. */
inline endSuccessor() {
  d_step {
    successor = false;
    both(endCopy);
    call[TakeOver].made[0] = false
  }
}

#define endSource(i) source[i] = GONE
#define endIncumbent() incumbent = false; both(endSource)

/* A step of a controller that may fail by itself: a full disk, a failed process. */
#define mayFail(label) if :: skip :: !calm -> goto label fi

/*
 * A call with a deadline. Either its request arrives, and its answer: then it goes on with what the call did, see Agent.
 * Or something is lost or late: the caller fails. In both cases the request may arrive later, any number of times.
 */
#define ask(rpc, i, act, label) \
  if \
  :: successor -> sent(rpc, i); act \
  :: successor && !calm -> sent(rpc, i); goto label \
  :: !successor -> goto label \
  fi
#define sent(rpc, i) call[rpc].made[i] = (rpc != Attest) /* that one changes nothing, however late */

/* ---- the successor: what the agent does when a request arrives ---------------------------------------------------------- */
#define prepare(i) \
  if \
  :: copy[i] == GONE -> copy[i] = EMPTY \
  :: else \
  fi

#define restore(i, label) \
  if \
  :: copy[i] == EMPTY -> copy[i] = STOPPED \
  :: copy[i] == EMPTY && !calm -> copy[i] = PARTIAL /* the answer names fewer pids */ \
  :: copy[i] == EMPTY && !calm -> copy[i] = PARTIAL; goto label /* CRIU is killed */ \
  :: copy[i] == STOPPED || copy[i] == PARTIAL \
  :: copy[i] == RUNNING || copy[i] == GONE -> goto label \
  fi

#ifdef MARK_BEHIND_RUN
#define letRun(i) copy[i] = RUNNING; acts[i] = true; checkOnce(i)
#define markAndRun(i, label) \
     if \
     :: letRun(i); ran[i] = true \
     :: !calm -> letRun(i); goto label \
     fi
#else
#define letRun(i) copy[i] = RUNNING; checkOnce(i)
#define markAndRun(i, label) \
     ran[i] = true; \
     if \
     :: letRun(i) \
     :: !calm -> goto label                      /* killed before SIGCONT */ \
     fi
#endif
#ifdef COMMIT_PASSES_BY_THE_GATE
#define claim(label) \
     if \
     :: gate == 0 -> gate = CLAIMED \
     :: else \
     fi
#else
#define claim(label) \
     if \
     :: gate == WITHDRAWN -> goto label \
     :: else -> gate = CLAIMED \
     fi
#endif

/* commit.sh: claim, lift the fence, mark, run. It may be killed between any two of them. */
#define commit(i, label) \
  assert(copy[i] != PARTIAL); /* only the whole application runs */ \
  if \
  :: copy[i] == STOPPED || copy[i] == RUNNING -> \
     claim(label); \
     if \
     :: markAndRun(i, label) \
     :: !calm -> goto label \
     fi \
  :: else -> goto label \
  fi

#define abort(i, label) \
  assert(copy[i] != RUNNING); /* what was committed is never killed */ \
  if \
  :: copy[i] = GONE \
  :: !calm -> goto label /* something of it is left */ \
  fi

/* Requests that arrive when their caller waits no more. */
#define late(rpc) (!calm && successor && call[rpc].made[i])
proctype Agent(byte i) {
end:
  do
  :: atomic { late(Prepare) -> prepare(i) }
  :: atomic { late(Restore) -> restore(i, end) }
  :: atomic { late(Commit) -> commit(i, end) }
  :: atomic { late(Abort) -> abort(i, end) }
#ifdef SUCCESSOR_TIMES_OUT
  :: atomic { successor && copy[i] == STOPPED -> letRun(i) }
#endif
  od
}

/* ---- the successor: TakeOverTask ------------------------------------------------------------------------------------------ */
active proctype Heir() {
end:
  do
  :: atomic { !calm && successor && call[TakeOver].made[0] && !begun -> begun = true }
#ifdef TAKEOVER_IS_FORGOTTEN
  :: atomic { !calm && successor && begun && !parked -> begun = false; call[TakeOver].made[0] = false }
#endif
#ifdef TAKEOVER_WITHOUT_PROOF
  :: atomic { !calm && successor && begun -> goto take }
#endif
  :: atomic { successor && begun && parked -> goto take }
  od;
take:
  assert(parked);                                /* INIT goes to the CPUs of a dead OS only */
  if
  :: atomic { successor -> phase = TAKEN_OVER }
  :: !successor -> goto finish
  fi;
  if
  :: atomic { successor -> phase = DONE }
  :: !successor
  fi;
finish:
  skip
}

/* ---- the incumbent: freeze.sh, CRIU and its action script ---------------------------------------------------------------- */
/*
 * osswap-app settle: whoever asks undecided makes it abort, and after a commit waits for its end. Then CRIU kills its tasks,
 * or kill_rest does; or CRIU lets go of them, and "osswap-app thaw" continues them.
 */
#ifdef KILL_AT_COMMIT
#define settled(i) true
#define goes(i) (decision == COMMIT || gone[i])
#else
#define settled(i) (decision != COMMIT || gone[i])
#define goes(i) gone[i]
#endif
inline settle(i) {
  propose(ABORT);
  if
  :: goes(i) -> source[i] = GONE
  :: !goes(i) -> source[i] = RUNNING; checkOnce(i)
  fi
}

proctype Freeze(byte i) {
end:
  {
    freezing[i];
    if
    :: atomic { source[i] = STOPPED; frozen[i] = moving } /* by CRIU, and by SIGSTOP, which outlives it */
    :: !calm -> goto criuEnded                   /* the dump fails, or CRIU is killed in it */
    fi;
    if
    :: atomic { (decided[i] || !moving) && settled(i) -> /* or the controller is dead */ settle(i) }
#ifndef ONLY_CRIU_HOLDS
    :: !calm                                     /* CRIU is killed */
#else
    :: atomic { !calm -> source[i] = RUNNING; checkOnce(i) }
#endif
    fi;
criuEnded:
    if
    :: skip
    :: atomic { !calm -> unlocked[i] = true; decided[i] = false; goto killed } /* and freeze.sh, too */
    fi;
#ifdef THAW_UNRECORDED
    if
    :: atomic { source[i] != GONE && decision == 0 -> source[i] = RUNNING; ended[i] = true; unlocked[i] = true; goto killed }
    :: decision != 0 || source[i] == GONE
    fi;
#endif
    atomic {
      source[i] == GONE || settled(i) ->
      if
      :: source[i] == GONE
      :: else -> settle(i)
      fi;
      unlocked[i] = true;
      decided[i] = false;
      ended[i] = true
    }
killed:
    skip
  } unless { !incumbent }
}

/* Freezes.end: for an application of which it is settled on which side it is. */
inline endFreeze(i) {
  !freezing[i] || unlocked[i];
  if
  :: freezing[i] && !ended[i] ->
     if
     :: source[i] == GONE
     :: source[i] != GONE && settled(i) -> settle(i)
     fi;
     ended[i] = true
  :: else
  fi
}

/* ---- the incumbent: the controller's thread for one application (Migration) --------------------------------------------- */
/* A part of an application has other pids than those that were frozen. */
#define restored(i, label) \
  if \
  :: copy[i] == PARTIAL -> goto label \
  :: else \
  fi; \
  mayFail(label); \
  app[i] = RESTORED

proctype Move(byte i) {
end:
  moving;
  {
    atomic {
      app[i] = WAITING;
      ask(Prepare, i, prepare(i), fails);
      mayFail(fails);
      app[i] = PREPARED;
      atPrepared++
    }
    if
    :: atomic { atPrepared == APPS && !failed -> mayFail(fails); app[i] = FROZEN; freezing[i] = true }
    :: failed -> goto fails
    :: atomic { !calm -> failed = true; goto fails } /* the limit is over */
    fi;
    if
    :: frozen[i]
    :: unlocked[i] && !frozen[i] -> goto fails
    fi;
    atomic {
      ask(Restore, i, restore(i, fails), fails);
#ifndef CHECK_BEHIND_BARRIER
      restored(i, fails);
#endif
      atRestored++
    }
    if
    :: atRestored == APPS && !failed
    :: failed -> goto fails
    :: atomic { !calm -> failed = true; goto fails }
    fi;
#ifdef CHECK_BEHIND_BARRIER
    atomic { restored(i, fails) }
#endif
    atomic {
#ifdef THAW_ON_LOST_REPLY
      ask(Commit, i, commit(i, fails), fails);
#endif
      mayFail(fails);                            /* the record can't be written */
      propose(COMMIT);
      if
      :: decision == ABORT -> goto fails
      :: else
      fi
    }
    goto settled;

fails:
    atomic {
      if
      :: propose(ABORT)
      :: !calm -> goto attention                 /* the record can't be written: another one may still decide */
      fi;
      if
      :: decision == ABORT -> ask(Abort, i, abort(i, settled), settled)
      :: else
      fi
    }
settled:
    atomic {
      if
      :: decision == COMMIT ->
#ifdef TRUST_THE_MARK
         ask(Commit, i, commit(i, unsure), unsure);
unsure:
         if
         :: ran[i]
         :: else -> goto attention
         fi;
#else
         ask(Commit, i, commit(i, attention), attention);
#endif
         mayFail(attention);
         gone[i] = true;
         app[i] = COMMITTED
      :: else -> app[i] = ABORTED; failed = true
      fi;
      decided[i] = freezing[i] && !unlocked[i]
    }
    atomic { endFreeze(i); frozen[i] = false; moved++; goto joined }
attention:                                       /* the source stays frozen */
    atomic { failed = true; frozen[i] = false; decided[i] = freezing[i] && !unlocked[i]; moved++ }
  } unless { !moving };
joined:
  skip
}

/* The commit is taken back, before any copy has run: no late Commit gets by. */
#define withdraw(label) \
  if \
  :: gate == CLAIMED -> goto label \
  :: else -> gate = WITHDRAWN \
  fi
/* The second record, of link(2) as well. */
#define revoke() decision = REVOKED

/* ---- the incumbent: osswap upgrade, osswap resume, osswap rollback ------------------------------------------------------ */
active proctype Controller() {
  byte i;
end:
  do
  :: command != 0 -> {
    if
    :: command == RESUME -> goto resume
    :: command == ROLLBACK -> goto rollBack
    :: command == UPGRADE
    fi;

    phase = PLANNED;
    phase = QUIESCED;
    mayFail(giveUp);
    phase = LAUNCHED;
    mayFail(giveUp);
    atomic { phase = ATTESTED; successor = true }
    atomic { ask(Attest, 0, skip, giveUp) }
    atomic { phase = MIGRATED; moving = true }
    atomic {
      moved == APPS ->
      if
      :: failed -> forgetMoves(); goto giveUp
      :: else -> forgetMoves(); goto retire
      fi
    }

giveUp:                                          /* goes back by itself where no copy has run */
    if
    :: decision == COMMIT ->
       atomic { withdraw(exit); mayFail(exit); revoke() }
    :: else
    fi;

rollBack:
#ifndef ROLLBACK_PASSES_BY_THE_GATE
    atomic {
      mayFail(exit);
      propose(ABORT);
      if
      :: decision == COMMIT ->
         withdraw(abandon); mayFail(exit); revoke(); goto reclaim
      :: else -> goto reclaim
      fi
    }
abandon:                                         /* copies have run, and their OS is silent */
    atomic {
      if
      :: successor -> goto exit                  /* refused: resume */
      :: else
      fi;
      i = 0;
      do
      :: i < APPS && ran[i] -> mayFail(exit); gone[i] = true; i++
      :: i < APPS && !ran[i] -> i++
      :: i == APPS -> break
      od;
      i = 0
    }
    atomic { mayFail(exit); revoke() }
#else
    atomic {
      propose(ABORT);
      if
      :: decision == COMMIT -> revoke()
      :: else
      fi
    }
#endif
reclaim:
    phase = RECLAIMING;
    atomic { endFreeze(0) }
#if APPS == 2
    atomic { endFreeze(1) }
#endif
    atomic { /* INIT stops the successor, whatever it does */
      mayFail(exit);
      endSuccessor()
    }
    atomic { mayFail(exit); phase = ROLLED_BACK; goto exit }

resume:
    if
    :: decision != COMMIT -> goto rollBack
    :: else
    fi;
    atomic { ask(Attest, 0, skip, giveUp) }
#ifndef RESUME_ONLY_RETIRES
    i = 0;
    do
    :: i < APPS ->
       atomic {
         ask(Commit, i, commit(i, giveUp), giveUp);
         mayFail(exit);
         gone[i] = true;
         app[i] = COMMITTED
       }
       atomic { endFreeze(i); i++ }
    :: else -> break
    od;
#endif

retire:
    phase = RETIRING;
    atomic { ask(TakeOver, 0, begun = true, exit) }
    atomic {
      mayFail(exit);                             /* the kernel refuses the kexec */
      parked = true;
      endIncumbent()
    }
exit:
    atomic { alive = false; command = 0; i = 0 }
  } unless { atomic { !alive -> command = 0; i = 0 } }
  od
}

/* ---- what may fail at any time, any number of times ----------------------------------------------------------------------- */
active proctype Faults() {
end:
  do
  :: atomic { !calm && alive -> alive = false; forgetMoves() }
  :: atomic { !calm && successor -> lost = true; endSuccessor() }
  :: d_step { !calm && incumbent && phase == RETIRING ->
       endIncumbent(); alive = false
     }
#ifdef CALM
  :: calm = true -> break
#endif
  od
}

/* ---- a person, or the unit that follows an unclean end --------------------------------------------------------------------- */
#define atEnd (phase == ROLLED_BACK || phase == DONE || (!incumbent && !parked) || (parked && lost))
#define begin(i) source[i] = RUNNING; copy[i] = GONE; run Agent(i); run Freeze(i); run Move(i)
#define checkHome(i) assert(runs(i) || homeLost(i)) /* each runs somewhere */
#define still(i) (!freezing[i] || unlocked[i] || !incumbent)
#define start(order) atomic { alive = true; command = order }

active proctype Operator() {
  atomic {
    both(begin);
    start(UPGRADE)
  }
  do
  :: command == 0 && atEnd -> break
  :: command == 0 && !atEnd && incumbent ->
     if
     :: !calm || decision != COMMIT || successor -> start(RESUME)
     :: !calm || decision != COMMIT || !successor -> start(ROLLBACK)
     fi
  od;
  both(still);
  atomic {
    both(checkHome);
    over = true
  }
}

#ifdef CALM
/* Whatever the state is in which the last failure leaves a swap, it comes to its end. */
ltl comesToAnEnd { [] (calm -> <> over) }
#endif
