# The successor's way from real mode into long mode.
#
# One page, at any page boundary below 640 KiB. Entered in real mode with cs = page >> 4, ip = 0, after
# INIT. The page tables follow: PML4 in the next page, then the PDPT that it refers to.
# Fields at 0xef0 are shared with Trampoline.java.
	.code16
	.text
	.globl _start
_start:
	cli
	cld
	mov	%cs, %ax
	mov	%ax, %ds
	movb	$1, stage
	xor	%ebx, %ebx
	mov	%cs, %bx
	shl	$4, %ebx		# the physical address of this page; kept until the kernel is entered
	leal	gdt(%ebx), %eax
	movl	%eax, gdtr + 2
	leal	protected(%ebx), %eax
	movl	%eax, to_protected
	leal	long(%ebx), %eax
	movl	%eax, to_long
	lgdtl	gdtr
	mov	%cr0, %eax
	or	$1, %eax		# PE
	and	$0x9fffffff, %eax	# caches on: not CD, not NW
	mov	%eax, %cr0
	ljmpl	*to_protected
	.code32
protected:
	mov	$0x10, %ax
	mov	%ax, %ds
	mov	%ax, %es
	mov	%ax, %ss
	mov	%cr4, %eax
	or	$0x20, %eax		# PAE
	mov	%eax, %cr4
	leal	0x1000(%ebx), %eax
	mov	%eax, %cr3
	mov	$0xc0000080, %ecx	# EFER
	rdmsr
	or	$0x100, %eax		# LME
	wrmsr
	mov	%cr0, %eax
	or	$0x80000000, %eax	# PG
	mov	%eax, %cr0
	ljmpl	*to_long(%ebx)
	.code64
long:
	mov	%ebx, %ebx		# the upper half is undefined after the change of mode
	mov	$0x10, %ax
	mov	%ax, %ds
	mov	%ax, %es
	mov	%ax, %ss
	lea	0xee0(%rbx), %rsp
	mov	boot_params(%rbx), %rsi
	mov	entry(%rbx), %rax
	movb	$2, stage(%rbx)
	jmp	*%rax

	.balign 16
gdt:	.quad	0
	.quad	0x00cf9b000000ffff	# 0x08: 32-bit code
	.quad	0x00cf93000000ffff	# 0x10: data
	.quad	0x00af9b000000ffff	# 0x18: 64-bit code
gdtr:	.word	gdtr - gdt - 1
	.long	0
	.balign 4
to_protected:
	.long	0
	.word	0x08
	.balign 4
to_long:
	.long	0
	.word	0x18

	.org	0xef0
	.ascii	"OSSWTRMP"
	.org	0xf00
stage:	.quad	0			# 0: not entered, 1: real mode, 2: long mode, at the kernel's door
boot_params:
	.quad	0
entry:	.quad	0
saved:	.quad	0			# first bytes of the incumbent's own trampoline, while it is patched
patched:
	.quad	0			# where they belong; 0: nothing is patched
	.org	0x1000
