# The stub in which an incumbent ends, provably.
#
# Position-independent 64-bit code, entered by the kernel's kexec at its first byte: identity-mapped, interrupts
# off, registers 0, GDTR and IDTR limit 0, CR4 = PAE (and LA57 if the kernel ran with 5-level page tables).
# Page 0: this file, 1: PML4, 2: PDPT (512 x 1 GiB), 3: PML5, 4: IDT (256 gates), 5: stack. ParkStub.java
# fills in pages 1 to 4 and the fields at 0x10.
	.code64
	.text
	.globl _start
_start:
	jmp	go
	.org	0x10
p_mbox:	.quad	0			# physical address of the mailbox (GrantPage.java)
p_flags: .quad	0			# bit 0: try to clear the BSP bit; bit 1: see below
p_base:	.quad	0			# physical address of this page
p_ninit: .quad	0			# number of APIC ids that follow
p_init:	.fill	255, 4, 0		# CPUs to pull out of the old kernel's text
	.balign 8
gdt:	.quad	0, 0x00af9b000000ffff, 0x00cf93000000ffff
gdtr:	.word	23
	.quad	0			# base + gdt
idtr:	.word	4095
	.quad	0			# base + 0x4000
go:	cli
	cld
	mov	p_base(%rip), %rbx
	lea	0x1000(%rbx), %rcx
	mov	%cr4, %rax
	bt	$12, %eax		# LA57 cannot be left in long mode: use the PML5
	jnc	1f
	lea	0x3000(%rbx), %rcx
1:	mov	%rcx, %cr3
	lgdt	gdtr(%rip)
	lidt	idtr(%rip)
	mov	$0x10, %eax
	mov	%eax, %ds
	mov	%eax, %es
	mov	%eax, %ss
	xor	%eax, %eax
	mov	%eax, %fs
	mov	%eax, %gs
	lea	0x5ff0(%rbx), %rsp
	push	$8
	lea	2f(%rip), %rax
	push	%rax
	lretq
2:	mov	p_mbox(%rip), %rdi
	mov	$0x1b, %ecx		# IA32_APIC_BASE
	rdmsr
	mov	%eax, %r8d
	mov	%eax, %r9d
	and	$0xfffff000, %r9d	# where the xAPIC is
	bt	$11, %r8d		# APIC off: nothing can be sent
	jnc	5f
	mov	0x20(%r9), %r12d	# own APIC id
	shr	$24, %r12d
	bt	$10, %r8d		# x2APIC mode
	jnc	0f
	mov	$0x802, %ecx
	rdmsr
	mov	%eax, %r12d
0:	mov	%r12d, 0x10(%rdi)
	# A successor that has begun to take over, since this kernel was silent for too long, has some of them already
	testb	$2, -0xf4(%rdi)		# FLAG_TAKING_OVER in the flags of the grant page, whose mailbox is at 0x100
	jnz	5f
	# INIT to every listed CPU but ourselves (the BSP is never listed): it waits for a SIPI, and fetches
	# nothing from the old kernel's memory any more
	lea	p_init(%rip), %rsi
	mov	p_ninit(%rip), %r10
3:	test	%r10, %r10
	jz	5f
	mov	(%rsi), %r11d
	cmp	%r12d, %r11d
	je	4f
	mov	$0xc500, %eax		# INIT, level, assert
	call	ipi
	mov	$0x8500, %eax		# INIT, level, deassert
	call	ipi
	testb	$2, p_flags(%rip)
	jz	0f
	mov	$0x4400, %eax		# QEMU's TCG leaves a halted CPU in HLT after INIT: an NMI gets it going
	call	ipi
0:	incq	0x28(%rdi)
4:	add	$4, %rsi
	dec	%r10
	jmp	3b
5:	testb	$1, p_flags(%rip)
	jz	6f
	mov	$0x1b, %ecx
	rdmsr
	and	$~0x100, %eax
	wrmsr
6:	mov	$0x1b, %ecx
	rdmsr
	mov	%eax, 0x18(%rdi)	# IA32_APIC_BASE as it now reads
	mov	%edx, 0x1c(%rdi)
	mov	%cr4, %rax
	mov	%rax, 0x20(%rdi)
	rdtsc
	mov	%eax, 0x38(%rdi)
	mov	%edx, 0x3c(%rdi)
	incq	8(%rdi)
	mfence
	movabs	$0x000044454b524150, %rax	# "PARKED\0\0"
	mov	%rax, (%rdi)
	wbinvd
8:	cli
	hlt
	incq	8(%rdi)			# wake-ups (NMI, SMI)
	jmp	8b

# sends the ICR command eax to the APIC id r11d
ipi:	bt	$10, %r8d
	jc	2f
1:	testl	$0x1000, 0x300(%r9)	# delivery pending
	jnz	1b
	mov	%r11d, %edx
	shl	$24, %edx
	mov	%edx, 0x310(%r9)
	mov	%eax, 0x300(%r9)
1:	testl	$0x1000, 0x300(%r9)
	jnz	1b
	ret
2:	mov	%r11d, %edx
	mov	$0x830, %ecx
	wrmsr
	ret

	.balign 16
isr_nmi:
	push	%rdi
	mov	p_mbox(%rip), %rdi
	incq	0x30(%rdi)
	pop	%rdi
	iretq
	.balign 16
isr_bad:
	mov	p_mbox(%rip), %rdi
	movq	$0xbad, 0x40(%rdi)
	mov	(%rsp), %rax
	mov	%rax, 0x48(%rdi)
	mov	8(%rsp), %rax
	mov	%rax, 0x50(%rdi)
1:	cli
	hlt
	jmp	1b

	.org	0xfc0
	.ascii	"OSSWPARK"
	.org	0xfd0
	.quad	isr_nmi, isr_bad, gdt, gdtr, idtr
	.org	0x1000
